import type { AwsResponse } from '../../../types.ts'
import type { Call } from '../call.ts'
import type { Ask } from '../ministack.ts'
import type { Entry } from './records.ts'

/** What a keeper works with: MiniStack behind it, the journal under it. */
export interface Keeping {
  readonly ask: Ask
  /** Resolves when the entry is on disk. */
  readonly append: (entry: Entry) => Promise<void>
  /** Whether MiniStack is the same process since it was last brought to where the journal is. */
  readonly isWhole: () => boolean
}
export type Forward = () => Promise<AwsResponse>

/** Carries out one service's calls: forwards, notes what came of it, and answers when the note is on disk. */
export interface Keeper {
  handle(call: Call, forward: Forward): Promise<AwsResponse>
}

export const succeeded = (response: AwsResponse): boolean => response.status >= 200 && response.status < 300
