import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDiskError } from '../../disk-error.ts'
import { ENDED, type Statement } from './statement.ts'

/** How long a statement can be described and its result read. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
export const KEPT_MS = 24 * 3_600_000
/** How long a client token stands for the statement that it came with. */
const TOKEN_MS = 8 * 3_600_000

/** Statements of the last 24 hours, each in a file, so that they outlive this process. */
export function statementRecords(folder: string) {
  mkdirSync(folder, { recursive: true })
  const all = new Map<string, Statement>()
  const fileOf = (id: string) => join(folder, `${id}.json`)

  function save(statement: Statement) {
    writeFileSync(`${fileOf(statement.id)}.new`, JSON.stringify(statement))
    renameSync(`${fileOf(statement.id)}.new`, fileOf(statement.id))
    all.set(statement.id, statement)
  }
  /** What has come of a statement; on a full disk it is known until the end of this process. */
  function saveEnd(statement: Statement) {
    try {
      save(statement)
    } catch (error) {
      if (!isDiskError(error)) throw error
    }
  }
  for (const read of statementsIn(folder)) {
    const statement = ENDED.has(read.status) ? read : interrupted(read)
    all.set(statement.id, statement)
    if (statement !== read) saveEnd(statement)
  }

  return {
    save,
    saveEnd,
    get: (id: string) => all.get(id),
    byToken: (token: string, now = Date.now()) =>
      [...all.values()].find((it) => it.token === token && it.createdAt > now - TOKEN_MS),
    lastQueryId: () => Math.max(0, ...[...all.values()].map(lastQueryIdOf)),
    /** Newest first. */
    list: () => [...all.values()].reverse(),
    /** Forgets and gives back what is older than 24 hours. */
    expire(now = Date.now()): readonly Statement[] {
      const old = [...all.values()].filter((it) => it.createdAt < now - KEPT_MS && ENDED.has(it.status))
      for (const { id } of old) {
        all.delete(id)
        rmSync(fileOf(id), { force: true })
      }
      return old
    },
  }
}
export type StatementRecords = ReturnType<typeof statementRecords>

/** Oldest first. */
const statementsIn = (folder: string): Statement[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Statement)
    .sort((a, b) => a.createdAt - b.createdAt)

const lastQueryIdOf = ({ parts }: Statement) => Math.max(...parts.map(({ queryId }) => queryId))

const WHY = 'The query did not end before the cluster was stopped.'
function interrupted(statement: Statement): Statement {
  const parts = statement.parts.map((part) =>
    ENDED.has(part.status) ? part : { ...part, status: 'FAILED' as const, error: WHY },
  )
  return { ...statement, parts, status: 'FAILED', error: WHY, updatedAt: Date.now() }
}
