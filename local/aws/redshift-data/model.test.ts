import { globSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as sdk from '@aws-sdk/client-redshift-data'
import { expect, test } from 'vitest'
import { requests } from './requests.ts'

interface Shape {
  readonly type: string
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly required?: readonly string[]
  readonly member?: { readonly shape: string }
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
}
interface Model {
  readonly shapes: Readonly<Record<string, Shape>>
  readonly operations: Readonly<Record<string, { readonly input: { readonly shape: string } }>>
}

/** AWS's service model as the installed aws command has it. */
const [file] = globSync(
  '.cafe/venv/awscli/lib/python3*/site-packages/botocore/data/redshift-data/*/service-2.json.gz',
)
const model = JSON.parse(gunzipSync(readFileSync(file!)).toString()) as Model

/** Members of an operation's input in the schema of the official JavaScript client, which is newer. */
function membersOf(name: string): { members: string[]; required: string[] } {
  const operation = (sdk as unknown as Record<string, readonly unknown[]>)[`${name}$`]!
  const input = (operation[4] as () => readonly unknown[])()
  const members = input[4] as string[]
  return { members, required: members.slice(0, (input[6] as number | undefined) ?? 0) }
}

const names = Object.keys(requests) as (keyof typeof requests)[]

test('every operation of the service model is served', () => {
  const known = Object.keys(sdk).flatMap((key) => /^(\w+)Command$/.exec(key)?.[1] ?? [])
  expect(names.toSorted()).toEqual(known.filter((name) => name !== '$').toSorted())
})

test.each(names)('%s takes the members of the service model, and those it must have', (name) => {
  const schema = requests[name] as { properties: object; required?: string[] }
  const { members, required } = membersOf(name)
  expect(Object.keys(schema.properties).toSorted()).toEqual(members.toSorted())
  expect((schema.required ?? []).toSorted()).toEqual(required.toSorted())
})

type Limits = Record<string, unknown>
/** Limits of a shape by the names that JSON Schema has for them. */
function limitsOf(shape: Shape): Limits {
  const bounds =
    shape.type === 'integer'
      ? { minimum: shape.min, maximum: shape.max }
      : shape.type === 'list'
        ? { minItems: shape.min, maxItems: shape.max }
        : { minLength: shape.min || undefined, maxLength: shape.max }
  return { ...bounds, enum: shape.enum?.toSorted(), pattern: shape.pattern && `^${shape.pattern}$` }
}
function limitsHere(schema: Limits): Limits {
  const keys = ['minimum', 'maximum', 'minItems', 'maxItems', 'minLength', 'maxLength', 'pattern']
  const given = Object.fromEntries(keys.map((key) => [key, schema[key]]))
  return { ...given, enum: (schema.enum as string[] | undefined)?.toSorted() }
}
const only = (limits: Limits) =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))

const limited = names.flatMap((name) => {
  const input = model.shapes[model.operations[name]?.input.shape ?? '']
  return Object.entries(input?.members ?? {}).map(([member, { shape }]) => [name, member, shape] as const)
})
test.each(limited)('%s.%s has the limits of %s', (name, member, shapeName) => {
  const shape = model.shapes[shapeName]!
  const properties = requests[name].properties as unknown as Readonly<Record<string, Limits>>
  const limits = only(limitsOf(shape))
  // a workgroup's pattern has a form for each partition of AWS; here there is none to name
  if (member === 'WorkgroupName') delete limits.pattern
  expect(only(limitsHere(properties[member]!))).toEqual(limits)
})
