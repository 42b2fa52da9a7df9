import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invariants } from '../chaos/gameday/invariants/cloudcafe/index.ts'
import { holds, prepareAll } from '../chaos/gameday/invariants/count.ts'
import { type Stage, stageOf } from '../chaos/gameday/site.ts'
import { localSite } from '../cli/site.ts'
import { startTicks } from '../local/processes.ts'
import { cafe, LOAD, pids, place, placeOrders } from './cafe.ts'

const SIZE = '1400m'
const FULL_MS = 10_000
const SETTLE_MS = 120_000
/** Only root may mount a file system to fill. */
const mayMount = process.getuid?.() === 0

const ballast = (n: number) => join(place.state, `ballast-${n}`)
/** Fills the disk to the last page, and again: what the system frees is taken too. */
async function fillFor(ms: number): Promise<void> {
  let n = 0
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
    try {
      for (; ; n++) writeFileSync(ballast(n), Buffer.alloc(n < 1400 ? 1024 * 1024 : 4096))
    } catch {
      n += 2000
    }
  }
}
function empty(): void {
  for (const file of readdirSync(place.state)) if (file.startsWith('ballast')) rmSync(join(place.state, file))
}

describe.skipIf(!mayMount)('a full disk', { timeout: 400_000 }, () => {
  let stage: Stage | undefined
  beforeAll(async () => {
    await cafe('down')
    await cafe('reset')
    mkdirSync(place.state, { recursive: true })
    await execa('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', place.state])
    const up = await cafe('up')
    expect(up.exitCode, up.stderr).toBe(0)
  })
  afterAll(async () => {
    await stage?.clients.close()
    await cafe('down')
    await execa('umount', ['--lazy', place.state])
  })

  it('ends nothing, and what was accepted is whole when there is room again', async () => {
    stage = stageOf(await localSite(place))
    const startedAt = Date.now()
    const prepared = await prepareAll(invariants, stage)
    const supervisor = pids()[0]!
    const ticks = startTicks(supervisor.pid)
    let done = false
    const placing = placeOrders(() => done)
    await sleep(3000)
    await fillFor(FULL_MS)
    expect(startTicks(supervisor.pid)).toBe(ticks)
    empty()
    await sleep(15_000)
    done = true
    const accepted = await placing
    expect(startTicks(supervisor.pid)).toBe(ticks)
    await expect.poll(() => placeOrders(once()).then((ids) => ids.length), { timeout: 60_000 }).toBe(1)
    const run = { stage, startedAt, accepted: () => accepted, load: LOAD }
    const results = await Promise.all(
      prepared.map((one) => holds(one, run, Date.now() + SETTLE_MS, () => undefined)),
    )
    expect(results.filter((one) => !one.ok)).toEqual([])
  })
})

/** True from the second time on. */
function once(): () => boolean {
  let asked = 0
  return () => asked++ > 0
}
