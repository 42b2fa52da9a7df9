import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Journal } from '../chaos/gameday/journal.ts'
import { playbookOf } from '../chaos/playbooks/index.ts'
import { login } from '../loadtests/remote/fixture/ecs.ts'
import type { Status } from '../local/status.ts'
import { type Account, accountOf } from './aws-account.ts'
import { cafeWith } from './cafe.ts'
import { noteboard } from './systems/noteboard/model.ts'

const SYSTEM = ['--system', noteboard.id]
const PACE = ['--time-scale', '20']
const smoke = playbookOf(noteboard.id, 'smoke')
const folder = mkdtempSync(join(tmpdir(), 'functions-'))
const cafe = (env: Readonly<Record<string, string>>, ...args: string[]) => cafeWith(env, ...args, ...SYSTEM)

interface Day {
  readonly exitCode: number | undefined
  readonly journal: Journal
  readonly report: string
}

async function played(env: Readonly<Record<string, string>>, ...where: string[]): Promise<Day> {
  const { exitCode, stdout, stderr } = await cafe(env, 'gameday', ...where, ...PACE, '--json')
  expect(stdout, stderr).not.toBe('')
  const { journal, report } = JSON.parse(stdout) as { readonly journal: string; readonly report: string }
  const read = (path: string) => readFileSync(path, 'utf8')
  return { exitCode, journal: JSON.parse(read(journal)) as Journal, report: read(report) }
}

describe('a system of functions, without server, database or copy', { timeout: 300_000 }, () => {
  let account: Account
  const days: Record<string, Day> = {}
  beforeAll(async () => {
    await cafe({}, 'down')
    await cafe({}, 'reset')
    const up = await cafe({}, 'up', ...PACE)
    expect(up.exitCode, up.stderr).toBe(0)
    days.here = await played({})
    const status = JSON.parse((await cafe({}, 'status', '--json')).stdout) as Status
    account = await accountOf(status, smoke, folder)
    const outputs = join(folder, 'outputs.json')
    writeFileSync(outputs, JSON.stringify(account.outputs))
    days.aws = await played(login(account.url), '--target', 'aws', '--outputs', outputs)
  }, 300_000)
  afterAll(async () => {
    await account?.close()
    await cafe({}, 'down')
    rmSync(folder, { recursive: true })
  })

  describe.each(['here', 'aws'])('has a game day %s', (where) => {
    it('whose fault lands, and of which nothing is left', () => {
      const { faults } = days[where]!.journal
      expect(faults.map((it) => [it.status, it.landed.ok, it.clean.ok])).toEqual([['completed', true, true]])
    })

    it('that loses nothing of what was accepted, counted by the system’s own invariant', () => {
      const { invariants, requests } = days[where]!.journal
      expect(invariants).toMatchObject([{ id: 'accepted-notes', ok: true }])
      const accepted = requests.reduce((sum, it) => sum + (it.accepted.note ?? 0), 0)
      expect(accepted).toBeGreaterThan(10)
      expect(invariants[0]!.counted).toBe(accepted)
    })

    it('that speaks the system’s words, and is not marked down for recovery targets that it does not have', () => {
      const { journal, report, exitCode } = days[where]!
      expect([0, 10]).toContain(exitCode)
      const text = report.replaceAll(/<(style|script).*?<\/\1>/gs, '')
      expect(text).toContain('Notes accepted')
      expect(text).toContain('The playbook names no recovery target')
      expect(/.*(?:order|aurora).*/i.exec(text)?.[0]).toBeUndefined()
      expect(journal.score.parts.find((it) => it.id === 'recovery')).toMatchObject({ points: null })
      expect(journal.copies).toEqual([])
    })
  })

  it('asks no database of a system that has none', () => {
    expect(account.asked()).toBe(0)
  })
})
