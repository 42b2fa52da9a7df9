import type { Ask } from '../ministack.ts'
import type { Send } from '../upstream.ts'
import type { Store } from './fold-task.ts'

/** What bringing an empty MiniStack back to its journal needs. */
export interface Playing {
  readonly send: Send
  readonly ask: Ask
  readonly store: Store
  /** Receipt handles of messages that consumers hold. */
  readonly held: Iterable<{ readonly queue: string; readonly id: string; readonly handle: string }>
  /** Says what could not be brought back, and why; the rest is. */
  readonly lost: (what: string) => void
}
