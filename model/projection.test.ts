import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, it } from 'vitest'

const FAMILIES = ['Workload', 'Resource', 'Entry', 'Flow', 'Alarm'] as const
const IN_USE = new RegExp(`: Projection<(${FAMILIES.join('|')}),`, 'g')
const added = (family: string) => `added-${family.toLowerCase()}`
const { include } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { include: readonly string[] }
const folder = mkdtempSync(join(tmpdir(), 'kinds-'))
let errors: readonly string[]

/** Every place that projects a family: its file and what it projects. */
const projections = globSync(`{${include.join(',')}}/**/*.ts`)
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IN_USE)].map(([, family = '']) => [file, family]),
  )

beforeAll(async () => {
  const isTest = (path: string) => path.endsWith('.test.ts')
  for (const name of [...include, 'launcher'])
    cpSync(name, join(folder, name), { recursive: true, filter: (it) => !isTest(it) })
  for (const name of ['tsconfig.json', 'package.json']) cpSync(name, join(folder, name))
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  for (const family of FAMILIES) addKind(family)
  addFault()
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
  const { stdout } = await execa(process.execPath, [tsc, '--noEmit', '--pretty', 'false'], {
    cwd: folder,
    reject: false,
  })
  // what explains an error stands below it, indented
  errors = stdout.split(/\n(?=\S)/)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** A new kind of each family that is like one there is, so that the compiler finds what asks for the kind alone. */
const LIKE: Readonly<Record<(typeof FAMILIES)[number], string>> = {
  Workload: `Omit<Fn, 'kind' | 'on'> & { readonly kind: 'added-workload'; readonly on: 'added-workload' }`,
  Resource: `ResourceBase & { readonly kind: 'added-resource' }`,
  Entry: `Omit<ApiGateway, 'kind'> & { readonly kind: 'added-entry' }`,
  Flow: `Omit<TopicFlow, 'kind'> & { readonly kind: 'added-flow' }`,
  Alarm: `Omit<CompositeAlarm, 'kind'> & { readonly kind: 'added-alarm' }`,
}

/** Gives a family of the copy a kind that nothing projects yet. */
function addKind(family: (typeof FAMILIES)[number]): void {
  const file = join(folder, 'model/kinds', `${family.toLowerCase()}.ts`)
  const own = readFileSync(file, 'utf8').replace(`export type ${family} =`, `type Own${family} =`)
  writeFileSync(file, `${own}\nexport type ${family} = Own${family} | (${LIKE[family]})\n`)
}

const FAULT = 'aws:added-fault'

/** Gives FIS an action with a type of target of its own. */
function addFault(): void {
  const file = join(folder, 'model/fis.ts')
  const row = `'${FAULT}:do': { key: 'Things', resourceType: '${FAULT}:thing' },`
  const own = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    own.replace('export const fisActions = {', (start) => `${start}\n  ${row}`),
  )
}

/** Files that the compiler names because of something new. */
const named = (what: string) =>
  new Set(errors.filter((it) => it.includes(`"${what}`)).map((it) => it.split('(')[0]!))

/** Files of the list that CONTRIBUTING.md has under a heading. */
function listed(heading: string): ReadonlySet<string> {
  const [, section = ''] = readFileSync('CONTRIBUTING.md', 'utf8').split(`${heading}\n`)
  return new Set([...section.split('\n#')[0]!.matchAll(/^- `(.+?\.ts)`/gm)].map(([, file]) => file!))
}

it('there are projections of every family', () => {
  expect(new Set(projections.map(([, family]) => family))).toEqual(new Set(FAMILIES))
})

it.each(projections)('%s does not compile while a kind of %s is missing in it', (file, family) => {
  const missing = `'"${added(family!)}"' is missing`
  expect(errors.some((line) => line.startsWith(`${file}(`) && line.includes(missing))).toBe(true)
})

it.each(FAMILIES)('CONTRIBUTING lists what the compiler names for a new kind of %s', (family) => {
  expect(named(added(family))).toEqual(listed(`### A kind of ${family.toLowerCase()}`))
})

it('CONTRIBUTING lists what the compiler names for a new action of FIS', () => {
  expect(named(FAULT)).toEqual(listed('## Add a fault'))
})

it('every error of the compiler is about a new kind', () => {
  expect(errors.filter((it) => it.includes('error TS') && !it.includes('added-'))).toEqual([])
})
