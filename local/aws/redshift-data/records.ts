import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDiskError } from '../../disk-error.ts'
import { ENDED, type Statement } from './statement.ts'

/** How long a statement can be described and its result read. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
const KEPT_MS = 24 * 3_600_000

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
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const statement = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Statement
    all.set(statement.id, statement)
    if (!ENDED.has(statement.status)) saveEnd(interrupted(statement))
  }

  return {
    save,
    saveEnd,
    get: (id: string) => all.get(id),
    byToken: (token: string) => [...all.values()].find((it) => it.token === token),
    active: () => [...all.values()].filter((it) => !ENDED.has(it.status)),
    /** Newest first. */
    list: () => [...all.values()].sort((a, b) => b.createdAt - a.createdAt),
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

const WHY = 'The query did not end before the cluster was stopped.'
function interrupted(statement: Statement): Statement {
  const parts = statement.parts.map((part) =>
    ENDED.has(part.status) ? part : { ...part, status: 'FAILED' as const, error: WHY },
  )
  return { ...statement, parts, status: 'FAILED', error: WHY, updatedAt: Date.now() }
}
