import { Type } from 'typebox'
import { type Operation, operation } from '../wire/service.ts'
import { named } from './describe.ts'
import { filterPattern } from './filter-pattern.ts'
import { invalid, type LogEstate, needGroup, needStream, type Stream } from './groups.ts'
import { type LogEvent, type LogFile, openLog, withLog } from './log-file.ts'
import { type LogPart, merge } from './merge.ts'

const optional = Type.Optional
const text = optional(Type.String())
const time = optional(Type.Integer({ minimum: 0 }))
const MOST_EVENTS = 10_000
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const LONGEST_PATTERN = 1024
/** What one answer may cost to find; a client asks on with the token. */
const MOST_BYTES = 16 * 1024 * 1024
const shared = {
  ...named,
  startTime: time,
  endTime: time,
  nextToken: text,
  limit: optional(Type.Integer({ minimum: 1, maximum: MOST_EVENTS })),
  unmask: optional(Type.Boolean()),
}

/** `GetLogEvents`, `FilterLogEvents`: read from the files when asked, as nothing is shipped anywhere. */
export function eventOperations(estate: LogEstate): Record<string, Operation> {
  return {
    GetLogEvents: operation(
      { ...shared, logStreamName: Type.String(), startFromHead: optional(Type.Boolean()) },
      ({ logStreamName, ...input }) => {
        const { file } = needStream(needGroup(estate, input), logStreamName)
        return withLog(file, (log) => eventsOf(log, input))
      },
    ),
    FilterLogEvents: operation(
      {
        ...shared,
        logStreamNames: optional(Type.Array(Type.String(), { minItems: 1, maxItems: 100 })),
        logStreamNamePrefix: optional(Type.String({ minLength: 1 })),
        filterPattern: optional(Type.String({ maxLength: LONGEST_PATTERN })),
        interleaved: optional(Type.Boolean()),
      },
      ({ logStreamNames: names, logStreamNamePrefix: prefix, ...input }) => {
        if (names && prefix) throw invalid('Give either logStreamNames or logStreamNamePrefix')
        const group = needGroup(estate, input)
        const streams = names?.map((name) => needStream(group, name)) ?? group.streams
        return filteredEvents(
          streams.filter(({ name }) => name.startsWith(prefix ?? '')),
          input,
        )
      },
    ),
  }
}

interface Range {
  readonly startTime?: number
  readonly endTime?: number
  readonly nextToken?: string
  readonly limit?: number
}

const shape = ({ time, message }: LogEvent) => ({ timestamp: time, message, ingestionTime: time })

/** One page of a log; the tokens say in which direction to go on, and the same one comes back at the end. */
async function eventsOf(log: LogFile, input: Range & { readonly startFromHead?: boolean }) {
  const { startTime, endTime, nextToken, limit = MOST_EVENTS, startFromHead = false } = input
  const low = startTime === undefined ? 0 : await log.firstAt(startTime)
  const high = endTime === undefined ? log.size : await log.firstAt(endTime)
  const [forward, place] = placeOf(nextToken) ?? [startFromHead, startFromHead ? low : high]
  const to = Math.max(low, Math.min(place, high))
  const from = forward ? Math.max(place, low) : await log.startOfLast(limit, low, to)
  const events: LogEvent[] = []
  for await (const event of log.events(from, forward ? high : to)) {
    events.push(event)
    if (events.length >= limit) break
  }
  return {
    events: events.map(shape),
    nextForwardToken: `f/${events.at(-1)?.end ?? place}`,
    nextBackwardToken: `b/${events[0]?.at ?? place}`,
  }
}

function placeOf(token: string | undefined): readonly [forward: boolean, place: number] | null {
  if (token === undefined) return null
  const [, direction, place] = /^([fb])\/(\d+)$/.exec(token) ?? []
  if (!direction) throw invalid(`The specified nextToken is invalid: '${token}'`)
  return [direction === 'f', Number(place)]
}

async function filteredEvents(
  streams: readonly Stream[],
  {
    startTime = 0,
    endTime = Infinity,
    nextToken,
    limit,
    filterPattern: pattern = '',
  }: Range & { readonly filterPattern?: string },
) {
  const matches = filterPattern(pattern)
  const places = placesOf(nextToken)
  const logs = await Promise.all(
    streams.map(async ({ name, file }) => ({ stream: name, log: await openLog(file) })),
  )
  try {
    const parts = logs.map(async ({ stream, log }): Promise<LogPart> => {
      const from = places[stream] ?? (await log.firstAt(startTime))
      return { stream, log, from: Math.min(from, log.size) }
    })
    const until = { time: endTime, events: limit ?? MOST_EVENTS, bytes: MOST_BYTES }
    const found = await merge(await Promise.all(parts), matches, until)
    return {
      events: found.events.map(({ stream, event }) => ({
        ...shape(event),
        logStreamName: stream,
        eventId: `${stream}:${event.at}`,
      })),
      searchedLogStreams: [],
      nextToken: found.places ? tokenOf(found.places) : undefined,
    }
  } finally {
    await Promise.all(logs.map(({ log }) => log.close()))
  }
}

const tokenOf = (places: Readonly<Record<string, number>>): string =>
  Buffer.from(JSON.stringify(places)).toString('base64url')

function placesOf(token: string | undefined): Record<string, number> {
  if (token === undefined) return {}
  try {
    const places: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (typeof places === 'object' && places !== null && Object.values(places).every(Number.isSafeInteger))
      return places as Record<string, number>
  } catch {
    // said below
  }
  throw invalid(`The specified nextToken is invalid: '${token}'`)
}
