import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** An error that no further attempt mends: what was asked is wrong in itself. */
export class PermanentError extends Error {}

/** A message is not repeated whole in its error: it may be as long as its queue allows. */
const MOST_FAULTS = 5

/** Holds values against a schema: one that does not have it is a `PermanentError` that says what is wrong. */
export function shapeOf<S extends TSchema>(schema: S): (value: unknown) => Static<S> {
  const shape = Compile(schema)
  return (value) => {
    if (shape.Check(value)) return value as Static<S>
    const faults = shape.Errors(value).slice(0, MOST_FAULTS)
    const wrong = faults.map((it) => `${it.instancePath || '/'} ${it.message}`)
    throw new PermanentError(`the message does not have its schema: ${wrong.join('; ')}`)
  }
}

/** Reads messages of one schema, out of the envelope where SNS put them. */
export function messageReader<S extends TSchema>(schema: S): (text: string) => Static<S> {
  const shape = shapeOf(schema)
  return (text) => {
    const value = parsed(text)
    return shape(isEnvelope(value) ? parsed(value.Message) : value)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PermanentError(`the message is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
}

const isEnvelope = (value: unknown): value is { readonly Message: string } =>
  typeof value === 'object' &&
  value !== null &&
  'Type' in value &&
  value.Type === 'Notification' &&
  'Message' in value &&
  typeof value.Message === 'string'
