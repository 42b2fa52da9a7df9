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

export const text = (description: string) => Type.String({ description, minLength: 1 })
export const optional = Type.Optional
