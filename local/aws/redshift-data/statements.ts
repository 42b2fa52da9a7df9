import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import type { Redshift } from '../../../model/kinds.ts'
import { AwsError } from '../wire/error.ts'
import type { CpuShare } from './cpu-share.ts'
import type { Databases } from './databases.ts'
import { invalid, notFound } from './errors.ts'
import { errorText, execute } from './execution.ts'
import type { StatementRecords } from './records.ts'
import { dropResult } from './results.ts'
import type { KeptSession, Sessions } from './sessions.ts'
import { type Session, sessionOf } from './sql-context.ts'
import { ENDED, type Statement, type Status, type SubStatement } from './statement.ts'
import { type Ticket, workloadManager } from './wlm.ts'

/** Statements that may be under way at once. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
const MOST_ACTIVE = 500
const SIGNAL_MS = 100

type Asked = Pick<
  Statement,
  | 'isBatch'
  | 'database'
  | 'cluster'
  | 'user'
  | 'named'
  | 'parameters'
  | 'name'
  | 'token'
  | 'request'
  | 'format'
  | 'mode'
>
export interface Submission extends Asked {
  readonly sqls: readonly string[]
}
/** The session that a statement opens or goes on with, and how long it is then kept. */
export interface InSession {
  readonly session: KeptSession
  readonly aliveSeconds?: number | undefined
}
interface Running {
  readonly ticket: Ticket
  readonly ended: Promise<void>
  cancelled: boolean
  /** A cancellation on its way to the database: the session must not go to another statement before it is there. */
  signal: Promise<unknown>
}

/** Takes statements, runs as many at once as there are WLM slots, and can end them. */
export function statements(
  resource: Redshift,
  databases: Databases,
  records: StatementRecords,
  sessions: Sessions,
  share: CpuShare,
  completed: (ms: number) => void,
) {
  const wlm = workloadManager(resource.wlmSlots)
  const under = new Map<string, Running>()
  let queryId = records.lastQueryId()

  /** The statement that this token stands for already. */
  function repeated({ token, request }: Pick<Submission, 'token' | 'request'>): Statement | undefined {
    const earlier = token ? records.byToken(token) : undefined
    if (earlier && earlier.request !== request)
      throw invalid(`ClientToken '${token}' was used for a request with other parameters.`)
    return earlier
  }

  function checkRoom() {
    if (under.size >= MOST_ACTIVE)
      throw new AwsError(
        'ActiveStatementsExceededException',
        `Active statements exceeded the allowed quota (${MOST_ACTIVE}).`,
      )
  }

  function submit(it: Submission, within?: InSession): Statement {
    checkRoom()
    const { sqls, ...rest } = it
    const id = randomUUID()
    const now = Date.now()
    const parts = sqls.map((sql, index) => newPart(it.isBatch ? `${id}:${index + 1}` : id, sql, now))
    const statement: Statement = {
      ...rest,
      id,
      parts,
      createdAt: now,
      updatedAt: now,
      status: 'SUBMITTED',
      pid: 0,
      durationMs: 0,
      ...(within ? { sessionId: within.session.id } : {}),
    }
    records.save(statement)
    if (within) sessions.claim(within.session, id, within.aliveSeconds)
    const ticket = wlm.enter()
    const running: Running = {
      ticket,
      cancelled: false,
      signal: Promise.resolve(),
      ended: run(statement, ticket),
    }
    under.set(id, running)
    void running.ended.finally(() => under.delete(id))
    return statement
  }

  async function run(statement: Statement, ticket: Ticket): Promise<void> {
    const free = await ticket.slot
    if (!free) return end(statement, 'ABORTED')
    try {
      await runInSlot(statement)
      end(statement, 'FINISHED')
    } catch (error) {
      const cancelled = under.get(statement.id)?.cancelled ?? false
      if (!cancelled) statement.error = errorText(error as Error)
      end(statement, cancelled ? 'ABORTED' : 'FAILED')
    } finally {
      free()
    }
  }

  async function runInSlot(statement: Statement): Promise<void> {
    statement.status = 'PICKED'
    const { database, sessionId } = statement
    if (sessionId) await runIn(sessionOf(await sessions.connection(sessionId)), statement)
    else await databases.lend(database, (session) => runIn(sessionOf(session), statement))
  }

  async function runIn(session: Session, statement: Statement): Promise<void> {
    const { id, database, sessionId } = statement
    const began = performance.now()
    try {
      statement.pid = session.processID
      if (under.get(id)?.cancelled) throw new Error('cancelled before it began')
      statement.status = 'STARTED'
      const beside = <T>(work: (beside: ClientBase) => Promise<T>) => databases.lend(database, work)
      const place = { session, share, beside, isKept: sessionId !== undefined, nextQueryId: () => ++queryId }
      await execute(place, statement)
    } finally {
      statement.durationMs = performance.now() - began
      await under.get(id)?.signal
    }
  }

  function end(statement: Statement, status: Status) {
    for (const part of statement.parts) if (!ENDED.has(part.status)) part.status = 'ABORTED'
    // a transaction that failed was undone whole: no part of it has a result
    if (status !== 'FINISHED' && statement.mode === 'TRANSACTION')
      for (const part of statement.parts) part.columns = []
    statement.status = status
    statement.updatedAt = Date.now()
    if (statement.sessionId) sessions.release(statement.sessionId)
    records.saveEnd(statement)
    if (status === 'FINISHED') completed(statement.durationMs)
  }

  async function cancel(id: string): Promise<void> {
    const statement = found(id)
    const running = under.get(statement.id)
    if (!running)
      throw invalid(`Could not cancel a query that is already in ${statement.status} state with ID: ${id}`)
    running.cancelled = true
    running.ticket.leave()
    const pool = await databases.of(statement.database)
    // between two commands a backend does not hear the signal
    while (under.has(statement.id)) {
      if (statement.pid > 0) {
        running.signal = pool.query('SELECT pg_cancel_backend($1)', [statement.pid]).catch(() => undefined)
        await running.signal
      }
      await Promise.race([running.ended, setTimeout(SIGNAL_MS)])
    }
  }

  /** The statement of that id, or that a batch's part belongs to. */
  function found(id: string): Statement {
    const statement = records.get(id.split(':')[0]!)
    if (!statement || (id.includes(':') && !partOf(statement, id)))
      throw notFound('Query does not exist.', id)
    return statement
  }

  return {
    repeated,
    checkRoom,
    submit,
    cancel,
    found,
    wlm,
    /** Waits until the statement has ended, at most so many seconds. */
    async ended(id: string, seconds: number): Promise<void> {
      const running = under.get(id.split(':')[0]!)
      if (!running || seconds === 0) return
      const waiting = new AbortController()
      const late = setTimeout(seconds * 1000, undefined, { signal: waiting.signal }).catch(() => undefined)
      await Promise.race([running.ended, late])
      waiting.abort()
    },
    /** Drops what is older than 24 hours. */
    async expire(): Promise<void> {
      for (const statement of records.expire())
        await databases.lend(statement.database, async (session) => {
          for (const part of statement.parts) await dropResult(session, part.id)
        })
      sessions.expire()
    },
    /** Ends what runs. */
    async stop(): Promise<void> {
      await Promise.all([...under.keys()].map((id) => cancel(id).catch(() => undefined)))
    },
  }
}
export type Statements = ReturnType<typeof statements>

export const partOf = (statement: Statement, id: string): SubStatement | undefined =>
  statement.parts.find((part) => part.id === id)

const newPart = (id: string, sql: string, now: number): SubStatement => ({
  id,
  sql,
  status: 'SUBMITTED',
  columns: [],
  rows: -1,
  size: -1,
  queryId: 0,
  durationMs: 0,
  updatedAt: now,
})
