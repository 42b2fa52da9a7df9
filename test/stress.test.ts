import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AvalancheResult } from '../cli/stress/avalanche-result.ts'
import type { CopiesResult } from '../cli/stress/copies-text.ts'
import type { ScenarioRow } from '../cli/stress/list.ts'
import { stressedOf } from '../cli/stress/scenario.ts'
import { hostilePageCase } from './browser/hostile-page.case.ts'
import { cafe, place } from './cafe.ts'
import { strangersCase } from './strangers.case.ts'

const SHORT = '4'
const scenarios = stressedOf(place.system)
const json = async <T>(...args: string[]) => {
  const run = await cafe('stress', ...args, '--json')
  expect(run.exitCode, run.stderr).toBe(0)
  return JSON.parse(run.stdout) as T
}
const stateOf = async (id: string) => (await json<ScenarioRow[]>()).find((row) => row.workload === id)?.state
/** Resolves when the scenario runs on the copies, whichever command began it. */
const running = (id: string) => expect.poll(() => stateOf(id), { timeout: 60_000 }).toMatch(/^running/)

describe('stress', { timeout: 300_000 }, () => {
  afterAll(async () => {
    await cafe('down')
  })

  it('is off where the system was brought up without it', async () => {
    await cafe('down')
    expect((await cafe('stress', 'order')).exitCode).toBe(3)
    expect((await cafe('up')).exitCode).toBe(0)
    const refused = await cafe('stress', 'order')
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining('up --stress')])
    await cafe('down')
  })

  describe('where it is enabled', () => {
    beforeAll(async () => {
      const up = await cafe('up', '--stress')
      expect(up.exitCode, up.stderr).toBe(0)
    }, 200_000)

    strangersCase()
    hostilePageCase()

    it('lists all scenarios', async () => {
      const rows = await json<ScenarioRow[]>()
      expect(rows.map((row) => [row.workload, row.state])).toEqual(scenarios.map((one) => [one.id, 'idle']))
    })

    const onCopies = scenarios.filter((one) => one.workload.kind !== 'function')
    it.each(onCopies.map((one) => [one.id, one] as const))(
      '%s runs on its copies and ends by itself',
      async (id, one) => {
        const ended = await json<CopiesResult>(id, '--seconds', SHORT)
        const min = 'scaling' in one.workload ? one.workload.scaling.min : 0
        expect(ended.copies).toHaveLength(min)
        expect(ended.copies.map((copy) => copy.problem)).toEqual(ended.copies.map(() => null))
        for (const { progress } of ended.copies)
          expect(progress.units ?? progress.submitted).toBeGreaterThan(0)
        expect(await stateOf(id)).toBe('idle')
      },
    )

    it('the avalanche accounts for every invocation', async () => {
      const ended = await json<AvalancheResult>('payment-processor', '--seconds', SHORT)
      expect(ended.completed + ended.failed + ended.called_off).toBe(ended.offered)
      expect([ended.failed, ended.peak_concurrency]).toEqual([0, ended.reserved_concurrency])
    })

    it('more than the cap, an unknown workload and a second run are refused', async () => {
      const over = await cafe('stress', 'order', '--seconds', '3600')
      expect([over.exitCode, over.stderr]).toEqual([2, expect.stringContaining('above the cap')])
      expect((await cafe('stress', 'nobody')).exitCode).toBe(2)
      const first = cafe('stress', 'menu')
      await running('menu')
      const second = await cafe('stress', 'menu')
      expect([second.exitCode, second.stderr]).toEqual([3, expect.stringContaining('driven by')])
      expect((await cafe('stress', 'menu', '--stop')).exitCode).toBe(0)
      expect((await first).exitCode).toBe(0)
    })

    it.each(['loyalty', 'payment-processor'])('Ctrl-C ends %s everywhere', async (id) => {
      const run = cafe('stress', id)
      await running(id)
      // the launcher hands it on to the command
      run.kill('SIGINT')
      expect((await run).exitCode).toBe(11)
      expect(await stateOf(id)).toBe('idle')
    })

    it('a run whose command was killed ends by itself', async () => {
      const run = cafe('stress', 'inventory', '--seconds', SHORT)
      await running('inventory')
      run.kill('SIGKILL')
      await expect.poll(() => stateOf('inventory'), { timeout: 120_000 }).toBe('idle')
    })
  })
})
