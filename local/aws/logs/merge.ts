import type { LogEvent, LogFile } from './log-file.ts'

/** A log that takes part in a merge, from that place on. */
export interface LogPart {
  readonly stream: string
  readonly log: LogFile
  readonly from: number
}
export interface Merged {
  readonly stream: string
  readonly event: LogEvent
}
/** When a merge is to end, beside the end of all logs. */
export interface Until {
  /** Milliseconds of the epoch; later events are not in it. */
  readonly time: number
  readonly events: number
  /** Bytes that may be read in search of matches. */
  readonly bytes: number
}

interface Head {
  readonly part: LogPart
  readonly rest: AsyncGenerator<LogEvent>
  next: LogEvent | null
}

/**
 * Events of several logs in the order of their times, those that `matches`. `places` is where each log is to be taken
 * up again; null when all of them are through.
 */
export async function merge(parts: readonly LogPart[], matches: (message: string) => boolean, until: Until) {
  const heads = await Promise.all(parts.map((part) => headOf(part)))
  const events: Merged[] = []
  let bytes = 0
  for (;;) {
    const head = earliest(heads, until.time)
    if (!head?.next) return { events, places: null }
    if (events.length >= until.events || bytes >= until.bytes) return { events, places: placesOf(heads) }
    const event = head.next
    bytes += event.end - event.at
    if (matches(event.message)) events.push({ stream: head.part.stream, event })
    head.next = await following(head.rest)
  }
}

async function headOf(part: LogPart): Promise<Head> {
  const rest = part.log.events(part.from)
  return { part, rest, next: await following(rest) }
}
const following = async (rest: AsyncGenerator<LogEvent>): Promise<LogEvent | null> =>
  (await rest.next()).value ?? null

const earliest = (heads: readonly Head[], latest: number): Head | undefined =>
  heads
    .filter(({ next }) => next !== null && next.time <= latest)
    .reduce<Head | undefined>(
      (first, it) => (first && first.next!.time <= it.next!.time ? first : it),
      undefined,
    )

const placesOf = (heads: readonly Head[]): Record<string, number> =>
  Object.fromEntries(heads.map(({ part, next }) => [part.stream, next?.at ?? part.log.size]))
