import type { DocumentContent } from '../../../chaos/documents/content.ts'

export type ExecutionStatus = 'Pending' | 'InProgress' | 'Success' | 'Failed' | 'Cancelling' | 'Cancelled'

/** One run of a step. */
export interface StepRun {
  readonly name: string
  readonly action: string
  status: 'InProgress' | 'Success' | 'Failed' | 'Cancelled'
  /** Milliseconds of the epoch. */
  readonly startedAt: number
  endedAt?: number
  inputs?: unknown
  outputs?: Readonly<Record<string, unknown>>
  failure?: string
}

/** One run of a document, as it is kept on disk: enough to undo it after a crash. */
export interface Execution {
  readonly id: string
  readonly document: string
  readonly content: DocumentContent
  readonly parameters: Readonly<Record<string, string>>
  status: ExecutionStatus
  readonly steps: StepRun[]
  readonly startedAt: number
  endedAt?: number
  failure?: string
}

export const hasEnded = ({ status }: Execution): boolean =>
  status === 'Success' || status === 'Failed' || status === 'Cancelled'

/** How the last run of a step of that name went; undefined where it never ran. */
export const lastRun = ({ steps }: Execution, name: string): StepRun | undefined =>
  steps.findLast((it) => it.name === name)
