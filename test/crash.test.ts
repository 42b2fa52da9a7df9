import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invariants } from '../chaos/gameday/invariants/cloudcafe/index.ts'
import { holds, type Prepared, prepareAll } from '../chaos/gameday/invariants/count.ts'
import { type Stage, stageOf } from '../chaos/gameday/site.ts'
import { localSite } from '../cli/site.ts'
import { takenPorts } from '../local/listener.ts'
import { startTicks } from '../local/processes.ts'
import { cafe, LOAD, pids, place, placeOrders } from './cafe.ts'

const SETTLE_MS = 90_000
const stages: Stage[] = []
const stage = async () => {
  const it = stageOf(await localSite(place))
  stages.push(it)
  return it
}

/** Everything that must hold whatever was killed, with what was counted. */
async function counted(prepared: readonly Prepared[], accepted: readonly string[], startedAt: number) {
  const run = { stage: await stage(), startedAt, accepted: () => accepted, load: LOAD }
  return Promise.all(prepared.map((it) => holds(it, run, Date.now() + SETTLE_MS, () => undefined)))
}

describe('kill -9', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    await cafe('down')
    await cafe('reset')
    const up = await cafe('up')
    expect(up.exitCode, up.stderr).toBe(0)
  })
  afterAll(async () => {
    for (const it of stages) await it.clients.close()
    await cafe('down')
  })

  it('of any process at any time loses no order, no payment, no point and no stock', async () => {
    const startedAt = Date.now()
    const prepared = await prepareAll(invariants, await stage())
    let done = false
    const placing = placeOrders(() => done)
    // one of each name at a time, those that come back included; the supervisor has a test of its own
    const kinds = [...new Set(pids().map((it) => it.name.split('.')[0]!))].filter((it) => it !== 'supervisor')
    expect(kinds.length).toBeGreaterThan(10)
    for (const kind of kinds) {
      const victim = pids().find((it) => it.name.split('.')[0] === kind)
      if (victim) process.kill(victim.pid, 'SIGKILL')
      await sleep(1000)
    }
    await sleep(3000)
    done = true
    const accepted = await placing
    expect(accepted.length).toBeGreaterThan(20)
    const results = await counted(prepared, accepted, startedAt)
    expect(results.filter((it) => !it.ok)).toEqual([])
  })

  it('of everything at once, then up again, neither', async () => {
    const startedAt = Date.now()
    const prepared = await prepareAll(invariants, await stage())
    let done = false
    const placing = placeOrders(() => done)
    await sleep(4000)
    for (const { pid } of pids()) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // a child that ended with its parent
      }
    }
    done = true
    const accepted = await placing
    expect(accepted.length).toBeGreaterThan(10)
    const up = await cafe('up')
    expect(up.exitCode, up.stderr).toBe(0)
    const results = await counted(prepared, accepted, startedAt)
    expect(results.filter((it) => !it.ok)).toEqual([])
  })

  it('leaves nothing that down does not end', async () => {
    const before = pids()
    expect((await cafe('down')).exitCode).toBe(0)
    const alive = before.filter(({ pid }) => startTicks(pid) !== null)
    expect(alive).toEqual([])
    expect(await takenPorts(place.ports)).toEqual([])
  })
})
