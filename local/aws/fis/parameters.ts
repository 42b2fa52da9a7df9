import Type from 'typebox'
import { secondsOf } from './duration.ts'

const HOUR = 3600

/** An ISO 8601 duration within bounds (seconds); decodes to seconds. */
export const duration = (description: string, { from = 60, to = 12 * HOUR } = {}) =>
  Type.Decode(
    Type.Refine(
      Type.String({ description }),
      (text: string) => (secondsOf(text) ?? -1) >= from && secondsOf(text)! <= to,
      () => `must be an ISO 8601 duration from ${from} to ${to} seconds, such as PT5M`,
    ),
    (text) => secondsOf(text)!,
  )

/** A whole number in text, as FIS takes all its parameters; decodes to the number. */
export const integer = (description: string, from: number, to: number) =>
  Type.Decode(
    Type.Refine(
      Type.String({ description }),
      (text: string) => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to,
      () => `must be a whole number from ${from} to ${to}`,
    ),
    Number,
  )

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(description: string, words: Words) =>
  Type.Decode(
    Type.Refine(
      Type.String({ description }),
      (text: string) => words.includes(text),
      () => `must be one of ${words.join(', ')}`,
    ),
    (text) => text as Words[number],
  )

/** `true` or `false` in any case, as the API takes them; decodes to a boolean. */
export const flag = (description: string) =>
  Type.Decode(
    Type.Refine(
      Type.String({ description }),
      (text: string) => /^(true|false)$/i.test(text),
      () => 'must be true or false',
    ),
    (text) => /^true$/i.test(text),
  )

/** A JSON object of texts, or of lists of one text; decodes to the texts by name. */
export const jsonTexts = (description: string) =>
  Type.Decode(
    Type.Refine(
      Type.String({ description }),
      (text: string) => textsOf(text) !== null,
      () => 'must be a JSON object whose values are text',
    ),
    (text) => textsOf(text)!,
  )

function textsOf(json: string): Readonly<Record<string, string>> | null {
  let it: unknown
  try {
    it = JSON.parse(json)
  } catch {
    return null
  }
  if (it === null || typeof it !== 'object' || Array.isArray(it)) return null
  const entries = Object.entries(it).map(([name, value]) => [name, [value].flat()] as const)
  if (entries.some(([, values]) => values.length !== 1 || typeof values[0] !== 'string')) return null
  return Object.fromEntries(entries.map(([name, [value]]) => [name, value as string]))
}

export const text = (description: string) => Type.String({ description, minLength: 1 })
export const optional = Type.Optional
