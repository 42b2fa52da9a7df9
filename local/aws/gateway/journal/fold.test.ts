import fc from 'fast-check'
import { expect, test } from 'vitest'
import { journalFold } from './fold.ts'
import type { Entry, Image } from './records.ts'

const key = fc.constantFrom('a', 'b', 'c')
const queue = fc.constantFrom('q', 'r')
const number = fc.integer({ min: 0, max: 9 })

const image = fc.record({ key, n: fc.option(number) }).map(
  ({ key: k, n }): Image => ({
    table: 't',
    key: { id: { S: k } },
    item: n === null ? null : { id: { S: k }, n: { N: String(n) } },
  }),
)
const place = key.map((k) => ({ table: 't', key: { id: { S: k } } }))
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.array(image, { minLength: 1, maxLength: 2 }).map((images): Entry => ({ kind: 'images', images })),
  fc
    .array(place, { minLength: 1, maxLength: 2 })
    .map((keys): Entry => ({ kind: 'update', action: 'UpdateItem', input: {}, keys })),
  fc.array(image, { maxLength: 3 }).map((images): Entry => ({ kind: 'settled', images })),
  fc
    .record({ queue, id: key })
    .map(
      ({ queue: q, id }): Entry => ({ kind: 'sent', queues: [q], messages: [{ id, body: id, sentAt: 1 }] }),
    ),
  fc.record({ queue, id: key }).map(({ queue: q, id }): Entry => ({ kind: 'deleted', queue: q, ids: [id] })),
  fc.record({ id: key }).map(({ id }): Entry => ({ kind: 'moved', from: 'q', to: 'r', id })),
  queue.map((q): Entry => ({ kind: 'purged', queue: q })),
  number.map(
    (n): Entry => ({
      kind: 'records',
      stream: 's',
      records: [{ Data: 'x', PartitionKey: 'p', numbers: [String(n)], at: 10 + n }],
    }),
  ),
)

const folded = (entries: Iterable<Entry>) => {
  const fold = journalFold(() => 12)
  for (const it of entries) fold.apply(it)
  return fold
}
/** All that a playback looks at. */
const seen = (fold: ReturnType<typeof folded>) => ({
  images: [...fold.tables.images()],
  open: fold.tables.open(),
  q: fold.queues.messages('q'),
  r: fold.queues.messages('r'),
  records: fold.streams.records('s'),
})

test('a compacted journal amounts to what the whole one does, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), fc.array(entry, { maxLength: 10 }), (before, after) => {
      const compacted = [...folded(before).entries()]
      expect(seen(folded([...compacted, ...after]))).toEqual(seen(folded([...before, ...after])))
    }),
  )
})

test('a message whose deletion was noted first stays deleted', () => {
  const fold = folded([
    { kind: 'deleted', queue: 'q', ids: ['a'] },
    { kind: 'sent', queues: ['q', 'r'], messages: [{ id: 'a', body: '', sentAt: 1 }] },
  ])
  expect([fold.queues.messages('q').length, fold.queues.messages('r').length]).toEqual([0, 1])
})

test('a settled update is not done again, an unsettled one is, after what came before it', () => {
  const put = (n: string): Entry => ({
    kind: 'images',
    images: [{ table: 't', key: { id: { S: 'a' } }, item: { n: { N: n } } }],
  })
  const update: Entry = {
    kind: 'update',
    action: 'UpdateItem',
    input: {},
    keys: [{ table: 't', key: { id: { S: 'a' } } }],
  }
  const settled: Entry = { ...put('2'), kind: 'settled' } as Entry
  expect(folded([put('1'), update]).tables.open()).toEqual([update])
  const fold = folded([put('1'), update, settled])
  expect(fold.tables.open()).toEqual([])
  expect([...fold.tables.images()]).toMatchObject([{ item: { n: { N: '2' } } }])
})

test('with a deleted table go its items', () => {
  const control = (action: string): Entry => ({
    kind: 'control',
    service: 'dynamodb',
    action,
    resource: 't',
    url: '/',
    headers: {},
    body: '',
  })
  const put: Entry = { kind: 'images', images: [{ table: 't', key: { id: { S: 'a' } }, item: {} }] }
  const fold = folded([control('CreateTable'), put, control('DeleteTable')])
  expect([[...fold.tables.images()], fold.controls()]).toEqual([[], []])
})
