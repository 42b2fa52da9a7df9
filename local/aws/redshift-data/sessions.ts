import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { AwsError } from '../wire/error.ts'
import type { Databases } from './databases.ts'
import { invalid, notFound } from './errors.ts'
import { KEPT_MS, type StatementRecords } from './records.ts'
import type { Statement } from './statement.ts'

/** Sessions of one cluster, and hours that one lives. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
const MOST = 500
const LONGEST_MS = 24 * 3_600_000

export type SessionStatus = 'AVAILABLE' | 'BUSY' | 'CLOSED'

/** A session that outlives its statements; times in milliseconds since 1970. */
export interface KeptSession
  extends Pick<Statement, 'database' | 'user' | 'cluster' | 'named' | 'createdAt'> {
  readonly id: string
  status: SessionStatus
  updatedAt: number
  aliveSeconds: number
  /** When it closes unless it is used before; absent while it is busy. */
  closesAt?: number | undefined
  /** The statement that runs in it. */
  current?: string | undefined
  client?: Client | undefined
  timer?: NodeJS.Timeout | undefined
}
export type Opening = Pick<KeptSession, 'database' | 'user' | 'cluster' | 'named' | 'aliveSeconds'>

/** The kept sessions of a cluster; one that a crash or a restart of the cluster has ended is closed. */
export function sessions(databases: Databases, records: StatementRecords) {
  const all = new Map<string, KeptSession>(records.list().toReversed().flatMap(closedOf))

  function close(it: KeptSession) {
    clearTimeout(it.timer)
    if (it.status === 'CLOSED') return
    Object.assign(it, { status: 'CLOSED', updatedAt: Date.now(), current: undefined, closesAt: undefined })
    void it.client?.end().catch(() => undefined)
    it.client = undefined
  }
  function closeAt(it: KeptSession, at: number) {
    clearTimeout(it.timer)
    it.timer = setTimeout(() => close(it), Math.max(0, at - Date.now())).unref()
  }

  return {
    /** A new session for a statement; its connection is made when that runs. */
    open(it: Opening): KeptSession {
      if ([...all.values()].filter(({ status }) => status !== 'CLOSED').length >= MOST)
        throw new AwsError(
          'ActiveSessionsExceededException',
          `Active sessions exceeded the allowed quota (${MOST}).`,
        )
      const now = Date.now()
      const session: KeptSession = {
        ...it,
        id: randomUUID(),
        status: 'AVAILABLE',
        createdAt: now,
        updatedAt: now,
      }
      all.set(session.id, session)
      return session
    },
    /** Forgets a session whose first statement was refused. */
    abandon: (id: string) => all.delete(id),
    /** The session of that id, if it can take a statement now: there is no queue. */
    free(id: string): KeptSession {
      const session = all.get(id)
      if (!session) throw invalid(`Session with Id: ${id} is invalid`)
      if (session.status === 'CLOSED') throw invalid('Session is not available')
      if (session.status === 'BUSY')
        throw invalid(`Session is not available: it is busy with statement ${session.current}`)
      return session
    },
    claim(it: KeptSession, statement: string, aliveSeconds = it.aliveSeconds): void {
      Object.assign(it, { status: 'BUSY', updatedAt: Date.now(), current: statement, aliveSeconds })
      it.closesAt = undefined
      closeAt(it, it.createdAt + LONGEST_MS)
    },
    async connection(id: string): Promise<Client> {
      const session = all.get(id)!
      session.client ??= await databases.connect(session.database, () => close(session))
      return session.client
    },
    /** Its statement has ended: it waits for the next one for so long as was asked. */
    release(id: string): void {
      const session = all.get(id)
      if (!session || session.status === 'CLOSED') return
      if (!session.client || session.aliveSeconds === 0) {
        close(session)
        return
      }
      const at = Math.min(Date.now() + session.aliveSeconds * 1000, session.createdAt + LONGEST_MS)
      Object.assign(session, { status: 'AVAILABLE', updatedAt: Date.now(), current: undefined, closesAt: at })
      closeAt(session, at)
    },
    one(id: string): KeptSession {
      const session = all.get(id)
      if (!session) throw notFound('Session does not exist.', id)
      return session
    },
    /** Newest first. */
    list: () => [...all.values()].reverse(),
    /** Forgets those that have been closed for 24 hours. */
    expire(now = Date.now()): void {
      for (const [id, { status, updatedAt }] of all)
        if (status === 'CLOSED' && updatedAt < now - KEPT_MS) all.delete(id)
    },
    stop(): void {
      for (const session of all.values()) close(session)
    },
  }
}
export type Sessions = ReturnType<typeof sessions>

/** The session of a statement of an earlier run, closed since. */
function closedOf(it: Statement): [string, KeptSession][] {
  const { sessionId, database, user, cluster, named, createdAt, updatedAt } = it
  if (!sessionId) return []
  const about = { database, user, cluster, named, createdAt, updatedAt, aliveSeconds: 0 }
  return [[sessionId, { id: sessionId, status: 'CLOSED', ...about }]]
}
