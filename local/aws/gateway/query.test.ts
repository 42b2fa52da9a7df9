import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flatInput } from './query.ts'

const read = (form: string) => flatInput(new URLSearchParams(form))

test.each([
  ['A=x', { A: 'x' }],
  ['A.member.1.B=x&A.member.2.B=y', { A: [{ B: 'x' }, { B: 'y' }] }],
  ['A.entry.1.Name=k&A.entry.1.Value=v', { A: { k: 'v' } }],
  ['A.entry.1.key=k&A.entry.1.value=v', { A: { k: 'v' } }],
  ['A.1.B=x', { A: [{ B: 'x' }] }],
])('%s', (form, expected) => {
  expect(read(form)).toEqual(expected)
})

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'x',
  '1',
  'member',
  'entry',
]

test('no form sets a property of an object that it does not make', () => {
  const steps = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 20 })
  const before = Object.getOwnPropertyNames(Object.prototype)
  fc.assert(
    fc.property(fc.array(fc.tuple(steps, fc.string()), { maxLength: 8 }), (fields) => {
      flatInput(new URLSearchParams(fields.map(([path, value]) => [path.join('.'), value])))
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
      expect(Object.keys(Object)).toEqual([])
    }),
  )
})

test('a name of the prototype is a name like any other', () => {
  expect(Object.entries(read('__proto__=x&constructor=y'))).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
})
