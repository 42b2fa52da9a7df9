import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LogEvent, withLog } from './log-file.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const START = Date.parse('2027-01-15T08:00:00.000Z')
/** Lines some milliseconds apart, long or short; those without a gap carry no time of their own. */
const lines = fc.array(
  fc.record({
    gap: fc.option(fc.integer({ min: 0, max: 5000 })),
    text: fc.oneof(fc.string({ maxLength: 20 }), fc.constant('ö'.repeat(9000))),
  }),
  { maxLength: 60 },
)
interface Line {
  readonly gap: number | null
  readonly text: string
}

/** A log of those lines, as its bytes and as the events that it must have. */
function logOf(all: readonly Line[], bornAt: number) {
  let last = START
  let time = bornAt
  const expected = all.map(({ gap, text }) => {
    if (gap !== null) time = last += gap
    const message =
      gap === null
        ? `at ${text.replaceAll(/[\r\n]/g, ' ')}`
        : JSON.stringify({ level: 'INFO', timestamp: new Date(time).toISOString(), message: text })
    return { time, message }
  })
  return { expected, bytes: expected.map(({ message }) => `${message}\n`).join('') }
}

let files = 0
async function withLines<T>(
  all: readonly Line[],
  read: (
    log: Parameters<Parameters<typeof withLog<T>>[1]>[0],
    expected: { time: number; message: string }[],
  ) => Promise<T>,
  tail = '',
) {
  const file = join(folder, `${files++}.log`)
  writeFileSync(file, logOf(all, 0).bytes + tail)
  return withLog(file, (log) => read(log, logOf(all, log.bornAt).expected))
}
async function collect(events: AsyncIterable<LogEvent>) {
  const all: LogEvent[] = []
  for await (const event of events) all.push(event)
  return all
}
const bare = (events: readonly LogEvent[]) => events.map(({ time, message }) => ({ time, message }))

test('every line is an event; one without a time has that of the line before; one that is not whole is none yet', () =>
  fc.assert(
    fc.asyncProperty(lines, fc.constantFrom('', '{"level":"INFO"'), (all, tail) =>
      withLines(
        all,
        async (log, expected) => {
          expect(bare(await collect(log.events(0)))).toEqual(expected)
        },
        tail,
      ),
    ),
    { numRuns: 60 },
  ))

test('what is read from any line on is what a whole reading gives from there', () =>
  fc.assert(
    fc.asyncProperty(lines, fc.nat(), (all, pick) =>
      withLines(all, async (log) => {
        const whole = await collect(log.events(0))
        const from = whole.length > 0 ? pick % whole.length : 0
        expect(await collect(log.events(whole[from]?.at ?? 0))).toEqual(whole.slice(from))
      }),
    ),
    { numRuns: 60 },
  ))

test('the first event at or after a time is found as by looking at all of them', () =>
  fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: -10, max: 200_000 }), (all, offset) =>
      withLines(all, async (log) => {
        const dated = (await collect(log.events(0))).filter(({ message }) => message.startsWith('{'))
        const first = dated.find(({ time }) => time >= START + offset)
        expect(await log.firstAt(START + offset)).toBe(first?.at ?? log.size)
      }),
    ),
    { numRuns: 100 },
  ))

test('the last lines begin where counting from the front says', () =>
  fc.assert(
    fc.asyncProperty(lines, fc.integer({ min: 1, max: 70 }), (all, count) =>
      withLines(all, async (log) => {
        const whole = await collect(log.events(0))
        expect(await log.startOfLast(count, 0, log.size)).toBe(whole.at(-count)?.at ?? 0)
      }),
    ),
    { numRuns: 60 },
  ))
