import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolved } from './references.ts'
import { select } from './selector.ts'

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()))

test('a text that is one reference becomes the value itself, with its type', () =>
  fc.assert(
    fc.property(value, (it) => {
      expect(resolved({ a: ['{{ step.Out }}', '{{step.Out}}'] }, new Map([['step.Out', it]]))).toEqual({
        a: [it, it],
      })
    }),
  ))

test('a reference within a text becomes text; what is no reference stays as it is', () =>
  fc.assert(
    fc.property(fc.integer(), fc.stringMatching(/^[^{}]*$/), (number, rest) => {
      const values = new Map([['N', number]])
      expect(resolved(`${rest}-{{ N }}`, values)).toBe(`${rest}-${number}`)
      expect(resolved(rest, values)).toBe(rest)
    }),
  ))

test('a reference to what is not known is an error that names it', () => {
  expect(() => resolved('{{ remember.Reserved }}', new Map())).toThrow(/remember\.Reserved/)
})

test('a selector finds what stands at the end of its path, and nothing beside it', () =>
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[A-Za-z]\w{0,8}$/), { minLength: 1 }), value, (path, it) => {
      const answer = path.reduceRight<unknown>((inner, name) => ({ [name]: [inner] }), it)
      const selector = `$${path.map((name) => `.${name}[0]`).join('')}`
      expect(select(selector, answer)).toEqual(it)
      expect(select(`${selector}.more.of.it`, answer)).toBeUndefined()
    }),
  ))

test.each(['$..Name', '$.Rules[*]', 'Rules', '$.Rules[?(@.IsDefault)]'])('selector %s is refused', (it) => {
  expect(() => select(it, {})).toThrow(/names and indexes/)
})
