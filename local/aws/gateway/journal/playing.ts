import type { Ask } from '../ministack.ts'
import type { Send } from '../upstream.ts'
import type { Entry } from './records.ts'

/** What bringing an empty MiniStack back to its journal needs. */
export interface Playing {
  readonly send: Send
  readonly ask: Ask
  readonly append: (entry: Entry) => Promise<void>
  /** Says what could not be brought back, and why; the rest is. */
  readonly lost: (what: string) => void
}
