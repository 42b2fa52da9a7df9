import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filtered } from './filters.ts'
import { parametersOf } from './form.ts'

const parsed = (form: string) => parametersOf(new URLSearchParams(form))

test.each([
  ['Action=A&Version=1&Name=x', { Name: 'x' }],
  ['Names.member.1=a&Names.member.2=b', { Names: ['a', 'b'] }],
  ['Filters.Filter.1.Name=n&Filters.Filter.1.Values.Value.1=v', { Filters: [{ Name: 'n', Values: ['v'] }] }],
  ['Filter.1.Name=n&Filter.1.Value.1=v&Filter.1.Value.2=w', { Filter: [{ Name: 'n', Value: ['v', 'w'] }] }],
  ['InstanceId.1=i', { InstanceId: ['i'] }],
])('%s', (form, expected) => {
  expect(parsed(form)).toEqual(expected)
})

test('a name of the prototype is a name like any other', () => {
  expect(parsed('__proto__.x=1&A.__proto__.x=1&constructor=2')).toHaveProperty('constructor', '2')
  expect({}).not.toHaveProperty('x')
})

test('a list comes in the order of its numbers, however the form is ordered', () =>
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 30 }), fc.boolean(), (values, isNamed) => {
      const entries = values.map((value, i) => [`List.${isNamed ? 'member.' : ''}${i + 1}`, value])
      expect(parsed(new URLSearchParams(entries.reverse()).toString())).toEqual({ List: values })
    }),
  ))

test('a filter value without wildcards matches itself and nothing else', () =>
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, other) => {
      fc.pre(!/[*?]/.test(value))
      const filter = { name: 'it', values: [value] }
      const found = filtered([value, other], [filter], () => (it) => [it], Error)
      expect(found).toEqual([value, other].filter((it) => it === value))
    }),
  ))
