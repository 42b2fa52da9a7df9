import type { Column } from './columns.ts'
import type { Parameter } from './parameters.ts'

export type Status = 'SUBMITTED' | 'PICKED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED'
export const ENDED: ReadonlySet<Status> = new Set(['FINISHED', 'FAILED', 'ABORTED'])

/** One SQL text of a statement and what came of it; a batch has several. */
export interface SubStatement {
  /** The statement's id; in a batch with `:1`, `:2`, … behind it. */
  readonly id: string
  readonly sql: string
  status: Status
  error?: string
  columns: readonly Column[]
  /** Rows returned or changed; -1 until it has ended. */
  rows: number
  size: number
  /** The number that AWS gives a query; 0 until it has begun. */
  queryId: number
  durationMs: number
  updatedAt: number
}

export type ResultFormat = 'JSON' | 'CSV'
/** Whether a batch is one transaction, or each of its SQL texts is one. */
export type Mode = 'TRANSACTION' | 'AUTO_COMMIT'

/** A statement as it was submitted, and how far it is; times in milliseconds since 1970. */
export interface Statement {
  readonly id: string
  readonly database: string
  readonly user: string
  readonly cluster: string
  /** What the caller named the cluster by. */
  readonly named: {
    readonly ClusterIdentifier?: string
    readonly WorkgroupName?: string
    readonly SecretArn?: string
  }
  readonly name?: string
  readonly token?: string
  /** Stands for all that the caller asked for: a token used again must come with the same. */
  readonly request: string
  readonly format: ResultFormat
  readonly mode: Mode
  /** The session that it runs in, where that is kept. */
  readonly sessionId?: string
  readonly parameters: readonly Parameter[]
  readonly isBatch: boolean
  readonly parts: readonly SubStatement[]
  readonly createdAt: number
  updatedAt: number
  status: Status
  error?: string
  pid: number
  durationMs: number
}

export const hasResult = (part: SubStatement): boolean =>
  part.status === 'FINISHED' && part.columns.length > 0
