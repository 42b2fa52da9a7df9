import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invariants } from '../chaos/gameday/invariants/cloudcafe/index.ts'
import { holds, prepareAll } from '../chaos/gameday/invariants/count.ts'
import { type Stage, stageOf } from '../chaos/gameday/site.ts'
import { localSite } from '../cli/site.ts'
import { eventsFile } from '../local/daemon.ts'
import { takenPorts } from '../local/listener.ts'
import { childrenOf } from '../local/process-stats.ts'
import { signalTo, startTicks } from '../local/processes.ts'
import { albUrl, cafe, LOAD, pids, place, placeOrders } from './cafe.ts'

const SETTLE_MS = 90_000
let stage: Stage

const stopped = (pid: number) => {
  for (const one of [pid, ...childrenOf(pid)]) signalTo(one, 'SIGSTOP')
}
const isGone = (pid: number) => startTicks(pid) === null
const events = () =>
  readFileSync(eventsFile(place.state), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { part: string; what: string; detail?: Record<string, unknown> })

describe('SIGSTOP', { timeout: 500_000 }, () => {
  beforeAll(async () => {
    await cafe('down')
    await cafe('reset')
    const up = await cafe('up')
    expect(up.exitCode, up.stderr).toBe(0)
    stage = stageOf(await localSite(place))
  })
  afterAll(async () => {
    await stage?.clients.close()
    await cafe('down')
  })

  it('of any process is noticed, said and mended, and loses no order, no payment, no point and no stock', async () => {
    const startedAt = Date.now()
    const prepared = await prepareAll(invariants, stage)
    let done = false
    const placing = placeOrders(() => done, 300)
    const kinds = [...new Set(pids().map((it) => it.name.split('.')[0]!))].filter((it) => it !== 'supervisor')
    expect(kinds.length).toBeGreaterThan(10)
    const left: string[] = []
    for (const kind of kinds) {
      const victim = pids().find((it) => it.name.split('.')[0] === kind)
      if (!victim) continue
      stopped(victim.pid)
      const until = Date.now() + SETTLE_MS
      while (!isGone(victim.pid) && Date.now() < until) await sleep(100)
      if (!isGone(victim.pid)) left.push(victim.name)
      const mine = events().filter(
        ({ detail }) => detail?.pid === victim.pid || victim.name.endsWith(`.${detail?.id}`),
      )
      // an environment that has nothing to do hangs unseen until its next invocation, or goes when it is reclaimed
      if (!/-\d+$/.test(victim.name) || kind.startsWith('aurora') || kind.startsWith('memorydb'))
        expect(mine, victim.name).not.toEqual([])
    }
    done = true
    const accepted = await placing
    expect(left).toEqual([])
    expect(accepted.length).toBeGreaterThan(20)
    const run = { stage, startedAt, accepted: () => accepted, load: LOAD }
    const results = await Promise.all(
      prepared.map((it) => holds(it, run, Date.now() + SETTLE_MS, () => undefined)),
    )
    expect(results.filter((it) => !it.ok)).toEqual([])
    expect((await fetch(`${albUrl}/api/menu/items/tea`)).status).toBe(200)
  })

  it('of the supervisor: status and up say so at once, and down ends everything', async () => {
    const all = pids()
    process.kill(all[0]!.pid, 'SIGSTOP')
    for (const command of ['status', 'up']) {
      const since = Date.now()
      const { exitCode, stderr } = await cafe(command)
      expect([command, exitCode]).toEqual([command, 4])
      expect(stderr).toContain(`pid ${all[0]!.pid}`)
      expect(stderr).toContain('./cafe down --profile test')
      process.stdout.write(`${command} answered after ${Date.now() - since} ms\n`)
    }
    expect((await cafe('down')).exitCode).toBe(0)
    expect(all.filter((it) => !isGone(it.pid))).toEqual([])
    expect(await takenPorts(place.ports)).toEqual([])
  })
})
