import type { NormalizedSchema } from '@smithy/core/schema'

/**
 * What a document (JSON, CBOR) says, typed by its schema: times become `Date`, blobs bytes. The SDK's own readers drop
 * names that a schema does not have; here they are kept, so that the check can refuse them, and so is a value of
 * another type.
 */
export function typed(schema: NormalizedSchema, it: unknown, isNamedForJson = false): unknown {
  if (Array.isArray(it)) {
    if (!schema.isListSchema()) return it
    const element = schema.getValueSchema()
    return it.map((one) => typed(element, one, isNamedForJson))
  }
  if (!isObject(it)) return leaf(schema, it)
  if (schema.isMapSchema()) return mapped(it, () => schema.getValueSchema(), isNamedForJson)
  if (!schema.isStructSchema()) return it
  const members = membersOf(schema, isNamedForJson)
  return mapped(
    it,
    (name) => members.get(name)?.[1],
    isNamedForJson,
    (name) => members.get(name)?.[0],
  )
}

type Named = readonly [name: string, member: NormalizedSchema]

/** The members of a structure by their names on the wire. */
function membersOf(schema: NormalizedSchema, isNamedForJson: boolean): ReadonlyMap<string, Named> {
  const members = [...schema.structIterator()]
  return new Map(
    members.map((it) => [(isNamedForJson && it[1].getMergedTraits().jsonName) || it[0], it] as const),
  )
}

/** A member that is null is one that was not given. */
function mapped(
  it: object,
  schemaOf: (name: string) => NormalizedSchema | undefined,
  isNamedForJson: boolean,
  nameOf: (name: string) => string | undefined = (name) => name,
): object {
  const given = Object.entries(it).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(
    given.map(([name, value]) => {
      const schema = schemaOf(name)
      return [nameOf(name) ?? name, schema ? typed(schema, value, isNamedForJson) : value]
    }),
  )
}

const isObject = (it: unknown): it is object =>
  it !== null && typeof it === 'object' && !(it instanceof Date) && !ArrayBuffer.isView(it)

/** A value that is no list and no object: text where the protocol has nothing else; itself where it is of another type. */
export function leaf(schema: NormalizedSchema, it: unknown): unknown {
  if (typeof it === 'bigint') return leaf(schema, Number(it))
  if (schema.isTimestampSchema()) return timeOf(it)
  if (schema.isNumericSchema()) return numberOf(it)
  if (schema.isBooleanSchema() && typeof it === 'string') return booleanOf(it)
  return schema.isBlobSchema() && typeof it === 'string' ? Buffer.from(it, 'base64') : it
}

/** Numbers that are not finite stay text, so that they are refused by name. */
function numberOf(it: unknown): unknown {
  if (typeof it === 'number') return Number.isFinite(it) ? it : String(it)
  return typeof it === 'string' && it.trim() !== '' && Number.isFinite(Number(it)) ? Number(it) : it
}

function booleanOf(text: string): unknown {
  const known = ['false', 'true'].indexOf(text.toLowerCase())
  return known < 0 ? text : known === 1
}

/** Seconds of the epoch, or text in ISO 8601. */
function timeOf(it: unknown): unknown {
  if (it instanceof Date) return it
  const seconds = numberOf(it)
  const time = new Date(
    typeof seconds === 'number' ? seconds * 1000 : typeof it === 'string' ? it : Number.NaN,
  )
  return Number.isNaN(time.getTime()) ? it : time
}
