import type { ClientBase } from 'pg'
import type { CpuShare } from './cpu-share.ts'

/** A connection that knows its process in the database, and whether a transaction is open on it. */
export type Session = ClientBase & {
  readonly processID: number
  getTransactionStatus(): string | null
}

/** The same connection with what the driver's types leave out. */
export const sessionOf = (client: ClientBase): Session => client as Session

/** Where the SQL of a statement runs. */
export interface SqlContext {
  readonly session: Session
  /** Holds the process of the session to its share of the CPU until the function given back is called. */
  readonly share: CpuShare
  /** True where the session is kept: its transactions are the caller's own. */
  readonly isKept: boolean
  /** A session beside it, which writes results that the caller's transaction must not undo. */
  readonly beside: <T>(work: (session: ClientBase) => Promise<T>) => Promise<T>
  /** Gives each SQL that begins the number that AWS calls its query id. */
  readonly nextQueryId: () => number
}
