import type { Phase, PhaseName } from './journal.ts'
import type { JournalFile } from './journal-file.ts'
import type { View } from './view.ts'

const TITLES: Readonly<Record<PhaseName, string>> = {
  baseline: 'Baseline: what is normal here',
  load: 'Load and faults',
  recovery: 'Recovery',
  invariants: 'Invariants, counted from both ends',
}

/** Keeps when each phase began and ended, in the journal and for the report. */
export function phaseLog(journal: JournalFile, view: View) {
  const done: Phase[] = []
  return {
    done: done as readonly Phase[],
    /** Does the work as a phase; `seconds` is how long it should take, null where nobody knows. */
    async during<T>(name: PhaseName, seconds: number | null, work: () => Promise<T>): Promise<T> {
      const from = journal.note('phase', { name }).at
      view.phase(TITLES[name], seconds)
      try {
        return await work()
      } finally {
        done.push({ name, from, to: Date.now() })
      }
    },
  }
}
export type PhaseLog = ReturnType<typeof phaseLog>
