import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { cpuScenario } from '../../lib/stress/cpu-scenario.ts'
import { SETTLING_SECONDS } from '../../lib/stress/scenario.ts'
import { cpuMeter } from './cpu.ts'

const ALLOTTED = 0.5
const entry = new URL('../../lib/stress/fixture/hash-work.ts', import.meta.url)

test('what a scheduler publishes of a copy under stress is what the copy itself measures', async () => {
  const scenario = cpuScenario(entry, { allottedCores: ALLOTTED, stressFolder: tmpdir() })
  const published = cpuMeter(ALLOTTED)
  published.watch(process.pid)
  published.percent()
  // shorter than the settling, so that both look at the same span
  const seconds = SETTLING_SECONDS - 0.2
  const run = scenario({ seconds, cpuPercent: 80, size: 100, signal: new AbortController().signal })
  await run.done
  // two readings of a clock that ticks a hundred times a second are four points of so short a run
  expect(Math.abs(published.percent() - run.mean())).toBeLessThan(5)
})
