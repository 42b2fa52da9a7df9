import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Outcome, Throttled } from '../types.ts'
import { failedIds } from './sqs-event.ts'
import { type DeliveryParts, deliver } from './stream-delivery.ts'
import type { StreamRecord } from './stream-source.ts'

type Event = { readonly Records: readonly { readonly n: number }[] }
const outcome = (failed: boolean): Outcome => ({
  payload: 'null',
  failed,
  logTail: async () => '',
  report: {
    functionId: 'f',
    instanceId: 'i',
    requestId: 'r',
    durationMs: 1,
    billedMs: 1,
    initMs: null,
    maxMemoryMiB: null,
    error: failed ? 'Error' : null,
  },
})

/** A shard's batch given to a function that fails on some records for ever, and now and then on anything. */
async function run(
  count: number,
  poison: ReadonlySet<number>,
  troubles: readonly ('ok' | 'fail' | 'throttle')[],
) {
  const done: number[] = []
  const discarded: number[] = []
  const ahead = [...troubles]
  const records = Array.from(
    { length: count },
    (_, n): StreamRecord => ({
      sequenceNumber: String(n),
      // poison is old enough to be dropped once it is alone
      arrivedAt: poison.has(n) ? Date.now() - 15 : Date.now() + 60_000,
      event: { n },
    }),
  )
  const parts: DeliveryParts = {
    bisect: true,
    maximumAgeMs: 20,
    firstPauseMs: 1,
    signal: new AbortController().signal,
    retries: 100,
    setAside: async (old) => void discarded.push(...old.map((it) => Number(it.sequenceNumber))),
    async invoke(event) {
      const all = (event as Event).Records.map((it) => it.n)
      const trouble = ahead.shift() ?? 'ok'
      if (trouble === 'throttle') throw new Throttled('f')
      if (trouble === 'fail' || all.some((n) => poison.has(n))) return outcome(true)
      done.push(...all)
      return outcome(false)
    },
  }
  return { ended: await deliver(parts, records), done, discarded }
}

describe('a batch of a stream', () => {
  test('is done whole and in order; only what fails for ever is dropped, alone, once it is too old', async () => {
    const troubles = fc.array(fc.constantFrom('ok' as const, 'fail' as const, 'throttle' as const), {
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(39)),
        troubles,
        async (count, bad, trouble) => {
          const poison = new Set(bad.filter((n) => n < count).slice(0, 3))
          const { ended, done, discarded } = await run(count, poison, trouble)
          expect(ended).toBe(true)
          const good = Array.from({ length: count }, (_, n) => n).filter((n) => !poison.has(n))
          expect(done).toEqual(good)
          expect(discarded.toSorted((a, b) => a - b)).toEqual([...poison].sort((a, b) => a - b))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a record that fails for ever is set aside alone after its retries, and the shard moves on', async () => {
    const tries = new Map<number, number>()
    const aside: unknown[] = []
    const done: number[] = []
    const records = [0, 1, 2, 3, 4].map(
      (n): StreamRecord => ({ sequenceNumber: String(n), arrivedAt: Date.now(), event: { n } }),
    )
    const parts: DeliveryParts = {
      bisect: true,
      retries: 2,
      maximumAgeMs: undefined,
      firstPauseMs: 1,
      signal: new AbortController().signal,
      setAside: async (some, condition, invocations) =>
        void aside.push([some.map((it) => it.sequenceNumber), condition, invocations]),
      async invoke(event) {
        const all = (event as Event).Records.map((it) => it.n)
        if (all.length === 1) tries.set(all[0]!, (tries.get(all[0]!) ?? 0) + 1)
        if (all.includes(2)) return outcome(true)
        done.push(...all)
        return outcome(false)
      },
    }
    expect(await deliver(parts, records)).toBe(true)
    expect(done).toEqual([0, 1, 3, 4])
    expect(tries.get(2)).toBe(3)
    expect(aside).toEqual([[['2'], 'RetryAttemptsExhausted', 3]])
  })

  test('is not called done when it is aborted before its end', async () => {
    const abort = new AbortController()
    const record: StreamRecord = { sequenceNumber: '1', arrivedAt: Date.now(), event: {} }
    const invoke = async () => {
      abort.abort()
      return outcome(true)
    }
    const setAside = async () => {}
    const parts = { invoke, bisect: false, retries: 9, maximumAgeMs: undefined, firstPauseMs: 1, setAside }
    expect(await deliver({ ...parts, signal: abort.signal }, [record])).toBe(false)
  })
})

describe('an answer to ReportBatchItemFailures', () => {
  const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 10 })
  const answer = (failed: readonly unknown[]) =>
    JSON.stringify({ batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) })

  test('names exactly the failed messages', () => {
    fc.assert(
      fc.property(
        ids.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all))),
        ([all, failed]) => {
          expect(failedIds(answer(failed), all)).toEqual(new Set(failed))
        },
      ),
    )
  })

  test.each(['null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])(
    '%s fails none',
    (payload) => {
      expect(failedIds(payload, ['a'])).toEqual(new Set())
    },
  )

  test.each([
    answer(['stranger']),
    answer(['']),
    answer([null]),
    '{"batchItemFailures":[{}]}',
    '{"batchItemFailures":"a"}',
    'no json',
  ])('%s fails the whole batch', (payload) => {
    expect(failedIds(payload, ['a'])).toBeNull()
  })
})
