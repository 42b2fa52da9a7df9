import { eventsFile } from './daemon.ts'
import { lineFile } from './line-file.ts'
import type { CloudEvent } from './types.ts'

/** An event with its time, as it stands in the events file and goes to watchers. */
export interface TimedEvent extends CloudEvent {
  /** ISO 8601. */
  readonly at: string
}

/** Events that a new watcher can be told of. */
const REMEMBERED = 200

/** Where the parts of the cloud say what changes: a file that `up` follows, and listeners. */
export function events(state: string) {
  const listeners = new Set<(event: TimedEvent) => void>()
  const latest: TimedEvent[] = []
  const file = lineFile(eventsFile(state), (events) =>
    textOf({ part: 'cloud', what: 'lost events', detail: { events } }),
  )
  return {
    say(event: CloudEvent): void {
      const timed = timedNow(event)
      file.write(`${JSON.stringify(timed)}\n`)
      latest.push(timed)
      if (latest.length > REMEMBERED) latest.shift()
      for (const listener of listeners) listener(timed)
    },
    /** The latest events, oldest first. */
    latest: (): readonly TimedEvent[] => latest,
    subscribe(listener: (event: TimedEvent) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
export type Events = ReturnType<typeof events>

const timedNow = (event: CloudEvent): TimedEvent => ({ at: new Date().toISOString(), ...event })
const textOf = (event: CloudEvent): string => JSON.stringify(timedNow(event))
