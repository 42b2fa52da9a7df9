import * as rds from '@aws-sdk/client-rds'
import * as sqs from '@aws-sdk/client-sqs'
import { QueryShapeSerializer } from '@aws-sdk/core/protocols'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filtered } from './filters.ts'
import { formInput } from './form.ts'
import { modelOf } from './model.ts'

const schemas = {
  DescribeDBClusters: modelOf(rds).operation('DescribeDBClusters')!.input,
  SendMessageBatch: modelOf(sqs).operation('SendMessageBatch')!.input,
}
const read = (operation: keyof typeof schemas, form: string) =>
  formInput(schemas[operation], new URLSearchParams(form))

test.each([
  ['Action=A&Version=1&Marker=x', { Marker: 'x' }],
  ['Filters.Filter.1.Name=n&Filters.Filter.1.Values.Value.1=v', { Filters: [{ Name: 'n', Values: ['v'] }] }],
  ['Filters.member.1.Name=n&Filters.member.1.Values.member.1=v', { Filters: [{ Name: 'n', Values: ['v'] }] }],
  ['Filters=&MaxRecords=20&IncludeShared=true', { Filters: [], MaxRecords: 20, IncludeShared: true }],
  ['MaxRecords=many&IncludeShared=maybe', { MaxRecords: 'many', IncludeShared: 'maybe' }],
  ['Colour=red', { Colour: 'red' }],
])('%s', (form, expected) => {
  expect(read('DescribeDBClusters', form)).toEqual(expected)
})

test('maps, bytes and lists without a name of their own are read', () => {
  const entry = 'SendMessageBatchRequestEntry.1'
  const form = `${entry}.Id=1&${entry}.MessageAttribute.1.Name=k&${entry}.MessageAttribute.1.Value.BinaryValue=aGk=`
  expect(read('SendMessageBatch', form)).toEqual({
    Entries: [{ Id: '1', MessageAttributes: { k: { BinaryValue: Buffer.from('hi') } } }],
  })
})

test('what the SDK writes is read as it was', () =>
  fc.assert(
    fc.property(
      fc.record(
        {
          DBClusterIdentifier: fc.string(),
          MaxRecords: fc.integer(),
          IncludeShared: fc.boolean(),
          Filters: fc.array(fc.record({ Name: fc.string(), Values: fc.array(fc.string()) }), {
            maxLength: 12,
          }),
        },
        { requiredKeys: [] },
      ),
      (input) => {
        const serializer = new QueryShapeSerializer({
          timestampFormat: { useTrait: true, default: 5 },
          serializeEmptyLists: true,
        } as never)
        serializer.write(schemas.DescribeDBClusters, input)
        expect(read('DescribeDBClusters', String(serializer.flush()))).toEqual(input)
      },
    ),
  ))

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'Filters',
  'Entries',
  '1',
  'member',
  'entry',
]

test('no form sets a property of an object that it does not make', () => {
  const steps = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 20 })
  const before = Object.getOwnPropertyNames(Object.prototype)
  fc.assert(
    fc.property(fc.array(fc.tuple(steps, fc.string()), { maxLength: 8 }), (fields) => {
      const form = new URLSearchParams(fields.map(([path, value]) => [path.join('.'), value]))
      for (const schema of Object.values(schemas)) formInput(schema, form)
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
      expect(Object.keys(Object)).toEqual([])
    }),
  )
})

test('a name of the prototype is a name like any other, and too long a one is refused', () => {
  expect(Object.entries(read('DescribeDBClusters', '__proto__=x&constructor=y') as object)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  expect(() => read('DescribeDBClusters', `${'A.'.repeat(50_000)}A=x`)).toThrow('more than 30 parts')
})

test('a filter value without wildcards matches itself and nothing else', () =>
  fc.assert(
    fc.property(fc.string(), fc.string(), (value, other) => {
      fc.pre(!/[*?]/.test(value))
      const filter = { name: 'it', values: [value] }
      const found = filtered([value, other], [filter], () => (it) => [it], Error)
      expect(found).toEqual([value, other].filter((it) => it === value))
    }),
  ))
