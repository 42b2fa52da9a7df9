import fc from 'fast-check'
import { expect, test } from 'vitest'
import { own, tableOf } from './own.ts'

const INHERITED = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']

test.each(INHERITED)('%s is in no table, and no value of an object, unless somebody put it there', (name) => {
  expect([tableOf({ a: 1 })[name], own({ a: 1 }, name)]).toEqual([undefined, undefined])
  const entries = Object.fromEntries([[name, 1]])
  expect([tableOf({ a: 1 })[name], own(entries, name)]).toEqual([undefined, 1])
})

test('any other name finds what it was given', () =>
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (entries) => {
      for (const [name, value] of Object.entries(entries)) expect(own(entries, name)).toBe(value)
    }),
  ))
