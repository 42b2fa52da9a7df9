import { expect, test } from 'vitest'
import { metrics } from '../../../../lib/metrics.ts'
import { readEmf } from './emf.ts'

test('reads the lines that workloads write', () => {
  const lines: string[] = []
  const written = metrics({ Workload: 'order' }, (line) => void lines.push(line))
  written.put('CloudCafe/OrderService', 'OrderCreationDuration', 12, 'Milliseconds')
  written.put('CloudCafe/OrderService', 'OrderCreationDuration', 14, 'Milliseconds')
  written.flush()
  expect(lines.flatMap(readEmf)).toEqual([
    {
      namespace: 'CloudCafe/OrderService',
      name: 'OrderCreationDuration',
      dimensions: { Workload: 'order' },
      unit: 'Milliseconds',
      values: [12, 14],
      second: expect.any(Number),
    },
  ])
})

const emf = (over: object, root: object = { a: 'x', v: 1 }) =>
  JSON.stringify({
    _aws: {
      Timestamp: 5000,
      CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [['a']], Metrics: [{ Name: 'v' }], ...over }],
    },
    ...root,
  })

test('a metric counts once for each set of dimensions', () => {
  const found = readEmf(emf({ Dimensions: [['a'], ['a', 'b'], []] }, { a: 'x', b: 'y', v: 1 }))
  expect(found.map((it) => it.dimensions)).toEqual([{ a: 'x' }, { a: 'x', b: 'y' }, {}])
})

test.each([
  'plain text',
  '{"message":"CloudWatchMetrics"}',
  '{"_aws":{"CloudWatchMetrics":"no"}}',
  '{"CloudWatchMetrics": broken',
  'null',
  emf({ Namespace: 7 }),
  emf({ Dimensions: [['missing']] }),
  emf({ Dimensions: 'a' }),
  emf({ Dimensions: ['a'] }),
  emf({ Dimensions: [[7]] }),
  emf({ Metrics: [null] }),
  emf({ Metrics: [{ Name: 7 }] }),
  '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[null]}}',
])('takes nothing from %s', (line) => {
  expect(readEmf(line)).toEqual([])
})

test('a unit that CloudWatch does not have is none', () => {
  const units = (Unit?: string) => readEmf(emf({ Metrics: [{ Name: 'v', Unit }] }))[0]!.unit
  expect(['Seconds', 'Fortnights', undefined].map(units)).toEqual(['Seconds', 'None', 'None'])
})

test('values that are no numbers are left out', () => {
  expect(readEmf(emf({}, { a: 'x', v: ['1', null, 2] }))[0]!.values).toEqual([2])
})

test('names that every object has are dimensions and metrics like any other', () => {
  const names = ['__proto__', 'constructor', 'toString']
  const line = Object.fromEntries(names.map((name) => [name, 'x']))
  const [found, ...others] = readEmf(
    emf({ Dimensions: [names], Metrics: [{ Name: 'v' }] }, { ...line, v: 1 }),
  )
  expect([Object.entries(found!.dimensions), others]).toEqual([names.map((name) => [name, 'x']), []])
  for (const name of names) expect(readEmf(emf({ Dimensions: [[name]] }, { v: 1 }))).toEqual([])
  expect(readEmf(emf({ Dimensions: [[]], Metrics: [{ Name: 'constructor' }] }))[0]!.values).toEqual([])
})
