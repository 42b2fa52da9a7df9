import { actions } from './actions/index.ts'
import { undoJournal } from './undo-journal.ts'

/** A fault that a crash of the executor left, and whether it is cleared now (`problem` null) or why not. */
export interface Recovered {
  readonly experiment: string
  readonly action: string
  readonly actionId: string
  readonly problem: string | null
}

/**
 * Clears what a crash left of faults, in the order of their time; a record goes when its fault is gone.
 * What lived in the executor itself (links, stopped instances) ended with it, so only processes beside it can be left,
 * and what an automation has set: its own record on disk undoes that before the next start is ready.
 */
export async function recover(state: string): Promise<readonly Recovered[]> {
  const journal = undoJournal(state)
  const found = [...journal.pending()].sort((a, b) => a.at.localeCompare(b.at))
  const cleared: Recovered[] = []
  for (const record of found) {
    const { experiment, action, actionId, data } = record
    const problem = await Promise.resolve(actions[actionId]?.clear?.(data, state)).then(
      () => null,
      (error: unknown) => String(error),
    )
    if (problem === null) journal.close(record)
    cleared.push({ experiment, action, actionId, problem })
  }
  return cleared
}
