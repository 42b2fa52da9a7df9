import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { madeUpJournal } from '../chaos/gameday/fixture/journal.ts'
import type { Journal } from '../chaos/gameday/journal.ts'
import { ENTRIES_FILE, type Entry } from '../chaos/gameday/journal-file.ts'
import { morningRush } from '../chaos/playbooks/cloudcafe/morning-rush.ts'
import { login } from '../loadtests/remote/fixture/ecs.ts'
import type { Status } from '../local/status.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Account, accountOf } from './aws-account.ts'
import { cafe, cafeWith } from './cafe.ts'

const PACE = ['--time-scale', '20']
/** The keys of every part; of a list those of its first item, none where that has no keys. */
const shapeOf = (it: Journal) =>
  Object.fromEntries(Object.entries(it).map(([part, value]) => [part, keysOf([value].flat()[0])]))
const keysOf = (it: unknown) => (typeof it === 'object' && it !== null ? Object.keys(it).sort() : [])
/** Alarms of which CloudWatch told a state while the game day ran. */
const alarmsSeen = (journalPath: string) => {
  const lines = readFileSync(join(dirname(journalPath), ENTRIES_FILE), 'utf8')
    .trimEnd()
    .split('\n')
  const entries = lines.map((line) => JSON.parse(line) as Entry)
  return new Set(entries.filter((one) => one.what === 'alarm').map((one) => one.detail?.alarm))
}
const folder = mkdtempSync(join(tmpdir(), 'aws-gameday-'))

describe('a game day with --target aws, on the local system behind AWS_ENDPOINT_URL', {
  timeout: 300_000,
}, () => {
  let account: Account
  let where: readonly string[]
  let exitCode: number | undefined
  let told: { readonly exit_code: number; readonly journal: string; readonly report: string }
  let journal: Journal

  beforeAll(async () => {
    const up = await cafe('up', ...PACE)
    expect(up.exitCode, up.stderr).toBe(0)
    const status = JSON.parse((await cafe('status', '--json')).stdout) as Status
    account = await accountOf(status, morningRush, folder)
    const outputs = join(folder, 'outputs.json')
    writeFileSync(outputs, JSON.stringify(account.outputs))
    where = ['--target', 'aws', '--outputs', outputs, '--json']
    const run = await cafeWith(login(account.url), 'gameday', morningRush.id, ...where, ...PACE)
    expect(run.stdout, run.stderr).not.toBe('')
    exitCode = run.exitCode
    told = JSON.parse(run.stdout)
    journal = JSON.parse(readFileSync(told.journal, 'utf8')) as Journal
  }, 300_000)
  afterAll(async () => {
    await account.close()
    await cafe('down')
    rmSync(folder, { recursive: true })
  })

  it('counts every invariant, and each holds', () => {
    const [outcomes] = journal.invariants
    expect(outcomes?.counted).toBeGreaterThan(20)
    expect(journal.invariants.filter((one) => !one.ok)).toEqual([])
    expect(journal.invariants.length).toBe(7)
    expect(account.asked()).toBeGreaterThan(journal.invariants.length)
  })

  it('lands the faults of the deployed templates, leaves nothing of them, and sees tasks and writer come back', () => {
    const ends = journal.faults.map((one) => [one.experiment, one.status, one.landed.ok, one.clean.ok])
    expect(ends).toEqual(morningRush.injects.map((it) => [it.experiment, 'completed', true, true]))
    expect(journal.recovery.map((one) => one.seconds)).toEqual(ends.map(() => expect.any(Number)))
  })

  it('sees copies, alarms and requests through the APIs of AWS', () => {
    expect(new Set(journal.copies.map((one) => one.workload)).size).toBeGreaterThan(3)
    expect(alarmsSeen(told.journal)).toEqual(new Set(Object.keys(cloudcafe.alarms)))
    expect(journal.requests.reduce((sum, one) => sum + one.sent, 0)).toBe(journal.load?.requests)
  })

  it('writes a journal and a report of the shape that every game day has', () => {
    expect(journal.run.local).toBe(false)
    expect(shapeOf(journal)).toEqual(shapeOf(madeUpJournal()))
    expect(readFileSync(told.report, 'utf8')).toContain(journal.run.title)
  })

  it('ends met, or says which hypothesis was not, with the exit code for it', () => {
    expect([0, 10]).toContain(exitCode)
    expect(told.exit_code).toBe(exitCode)
    expect(journal.verdict.misses.length > 0).toBe(exitCode === 10)
  })

  it('recovers from what the system’s experiments do, and leaves those of others in the account alone', async () => {
    const [ours, others] = await account.started({ System: cloudcafe.id }, { System: 'bakery' })
    const run = await cafeWith(login(account.url), 'recover', ...where)
    expect(run.exitCode, run.stderr).toBe(0)
    expect(JSON.parse(run.stdout)).toEqual({ stopped: [ours], left: [], cleared: [] })
    expect(await account.stateOf(ours!)).toBe('stopped')
    expect(await account.stateOf(others!)).toBe('running')
  })
})
