import fc from 'fast-check'
import { expect, test } from 'vitest'
import { journalFold } from './fold.ts'
import type { Entry, Image } from './records.ts'

const now = Date.now()
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
      ({ queue: q, id }): Entry => ({ kind: 'sent', queues: [q], messages: [{ id, body: id, sentAt: now }] }),
    ),
  fc.record({ queue, id: key }).map(({ queue: q, id }): Entry => ({ kind: 'deleted', queue: q, ids: [id] })),
  fc.record({ id: key }).map(({ id }): Entry => ({ kind: 'moved', from: 'q', to: 'r', id })),
  queue.map((q): Entry => ({ kind: 'purged', queue: q })),
)

const folded = (entries: Iterable<Entry>) => {
  const fold = journalFold()
  for (const it of entries) fold.apply(it)
  return fold
}
/** All that a playback looks at. */
const seen = (fold: ReturnType<typeof folded>) => ({
  images: [...fold.tables.images()],
  open: fold.tables.open(),
  q: fold.queues.messages('q'),
  r: fold.queues.messages('r'),
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
    { kind: 'sent', queues: ['q', 'r'], messages: [{ id: 'a', body: '', sentAt: now }] },
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

test('what has expired is dropped, by the attribute that the table names at last', () => {
  const put = (id: string, expires: number): Entry => ({
    kind: 'images',
    images: [{ table: 't', key: { id: { S: id } }, item: { id: { S: id }, e: { N: String(expires) } } }],
  })
  const seconds = Math.floor(Date.now() / 1000)
  const left = (expiry: Map<string, string>, ...more: Entry[]) => {
    const fold = journalFold(expiry)
    for (const it of [put('old', seconds - 1), put('new', seconds + 60), ...more]) fold.apply(it)
    return [...fold.entries()].flatMap((it) =>
      it.kind === 'images' ? it.images.map((image) => image.key.id!.S) : [],
    )
  }
  const body = { TableName: 't', TimeToLiveSpecification: { AttributeName: 'e', Enabled: true } }
  const enable: Entry = {
    kind: 'control',
    service: 'dynamodb',
    action: 'UpdateTimeToLive',
    resource: 't',
    url: '/',
    headers: {},
    body: Buffer.from(JSON.stringify(body)).toString('base64'),
  }
  expect(left(new Map())).toEqual(['old', 'new'])
  expect(left(new Map([['t', 'e']]))).toEqual(['new'])
  expect(left(new Map(), enable)).toEqual(['new'])
})

test('a deduplication id outlives its message by five minutes, a message 14 days', () => {
  const sent = (id: string, ms: number): Entry => ({
    kind: 'sent',
    queues: ['q.fifo'],
    messages: [{ id, body: id, dedupId: id, sentAt: Date.now() - ms }],
  })
  const gone = (id: string): Entry => ({ kind: 'deleted', queue: 'q.fifo', ids: [id] })
  const day = 24 * 3_600_000
  const entries = [
    sent('a', 20 * day),
    sent('b', 6 * 60_000),
    sent('c', 60_000),
    sent('d', 0),
    gone('b'),
    gone('c'),
  ]
  const fold = folded([...folded(entries).entries()])
  expect(fold.queues.done().map(({ message }) => message.id)).toEqual(['c'])
  expect(fold.queues.messages('q.fifo').map(({ id }) => id)).toEqual(['d'])
})

test('a call that is made again and again is kept once', () => {
  const call = (action: string, body: string): Entry => ({
    kind: 'control',
    service: 'sqs',
    action,
    resource: 'q',
    url: '/',
    headers: {},
    body,
  })
  const calls = [call('CreateQueue', 'q'), call('SetQueueAttributes', 'a'), call('SetQueueAttributes', 'b')]
  const again = folded([...calls, calls[0]!, calls[1]!])
  expect(again.controls().map(({ body }) => body)).toEqual(['q', 'b', 'a'])
})
