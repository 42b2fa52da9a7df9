import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'

/** Elements below one, each with the schema by which its value is written. */
export type Content = Readonly<Record<string, readonly [schema: unknown, value: unknown]>>

const settings = {
  xmlNamespace: '',
  serviceNamespace: '',
  timestampFormat: { useTrait: true, default: 5 },
  httpBindings: false,
} as const

/** Schema of a text. */
const TEXT = 0
type Struct = readonly [3, string, string, 0, readonly string[], readonly unknown[]]

function struct(name: string, members: Readonly<Record<string, unknown>>): Struct {
  return [3, 'wire', name, 0, Object.keys(members), Object.values(members)]
}

/** Texts by name, as the content of an element. */
export const texts = (it: Readonly<Record<string, string>>): Content =>
  Object.fromEntries(Object.entries(it).map(([name, text]) => [name, [TEXT, text]]))

/** An element of that content below another. */
export const element = (content: Content): Content[string] => [
  struct('', schemasIn(content)),
  valuesIn(content),
]

/** An output, without an element of its own. */
export function membersOf(schema: NormalizedSchema, output: Readonly<Record<string, unknown>>): Content {
  if (!schema.isStructSchema()) return {}
  const [, , , , names, schemas] = schema.getSchema() as unknown as Struct
  return Object.fromEntries(names.map((name, at) => [name, [schemas[at], output[name]]]))
}

const schemasIn = (content: Content) =>
  Object.fromEntries(Object.entries(content).map(([name, [schema]]) => [name, schema]))
const valuesIn = (content: Content) =>
  Object.fromEntries(Object.entries(content).map(([name, [, value]]) => [name, value]))

/** A document of one root element. */
export function xmlOf(root: string, content: Content, xmlNamespace = ''): string {
  const serializer = new XmlShapeSerializer({ ...settings, xmlNamespace })
  serializer.write(struct(root, schemasIn(content)) as never, valuesIn(content))
  return String(serializer.flush())
}

/** What stands in a document below that element of its root. */
export function readXml(schema: NormalizedSchema, body: string | Buffer, name: string): unknown {
  return new XmlShapeDeserializer(settings).read(schema, Buffer.from(body as string), name)
}
