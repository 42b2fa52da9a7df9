import { appendFileSync } from 'node:fs'
import { eventsFile } from './daemon.ts'
import type { CloudEvent } from './types.ts'

/** An event with its time, as it stands in the events file and goes to watchers. */
export interface TimedEvent extends CloudEvent {
  /** ISO 8601. */
  readonly at: string
}

/** Where the parts of the cloud say what changes: a file that `up` follows, and listeners. */
export function events(state: string) {
  const listeners = new Set<(event: TimedEvent) => void>()
  return {
    say(event: CloudEvent): void {
      const timed = { at: new Date().toISOString(), ...event }
      keep(eventsFile(state), `${JSON.stringify(timed)}\n`)
      for (const listener of listeners) listener(timed)
    },
    subscribe(listener: (event: TimedEvent) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** A full disk loses the line, not the system. */
function keep(file: string, line: string): void {
  try {
    appendFileSync(file, line)
  } catch (error) {
    console.error((error as Error).message)
  }
}
