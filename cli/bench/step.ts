import { inWindow, p95 } from '../../chaos/gameday/requests.ts'
import { idsOf, type Request } from '../../loadtests/record.ts'
import { cpuSeconds } from '../../local/process-stats.ts'
import type { Bench } from './bench-part.ts'
import { startLoadAt, untilEnd } from './load.ts'
import { machineCpuSeconds } from './machine.ts'
import { sum } from './numbers.ts'
import { cpuMeter } from './process-tree.ts'
import type { End, SystemBench } from './system-bench.ts'

/** The start of a load, left out of its rates: scaling and compilers are at work. */
const WARM_UP_MS = 10_000

/** What came in and what came out in a second, and how long an answer took. */
export interface Rates {
  readonly acceptedPerSecond: number
  /** By how it ended, in the system's words. */
  readonly endedPerSecond: Readonly<Record<string, number>>
  readonly p95Ms: number
  readonly failed: number
}
/** What was used from the load's start until the last of what it accepted had ended. */
export interface Cost {
  /** By what the processes do. */
  readonly cpuSeconds: Readonly<Record<string, number>>
  /** For each that was accepted. */
  readonly cpuMsOfEach: number
  /** Cores that neither the platform nor k6 used. */
  readonly foreignCores: number
}
/** One rate that was offered. */
export interface Step extends Rates, Cost {
  readonly offered: number
  /** Over the whole load, its start included. */
  readonly accepted: number
  readonly lost: number
  /** Arrivals that k6 had no visitor left for. */
  readonly dropped: number
}

/** Offers so many a second, waits until each that was accepted has ended, and counts. */
export async function stepAt(at: Bench, of: SystemBench, perSecond: number): Promise<Step> {
  at.say(`${perSecond}/s`)
  const costs = costMeter(at.place.state)
  const load = await startLoadAt(at, of.load, perSecond)
  const { requests, summary } = await untilEnd(load, (all) => {
    costs.look(load.pid)
    if (all.length % (9 * perSecond) < perSecond) at.say(`${all.length} requests`)
  })
  const accepted = idsOf(requests, of.subject)
  const ends = await of.ends(at, accepted)
  return {
    offered: perSecond,
    accepted: accepted.length,
    lost: accepted.length - ends.length,
    dropped: summary.dropped,
    ...ratesOf(requests, ends),
    ...costs.of(accepted.length),
  }
}

/** Rates over the part of the load that counts. */
export function ratesOf(requests: readonly Request[], ends: readonly End[]): Rates {
  const times = requests.map((it) => it.sentAt)
  const window = { from: Math.min(...times) + WARM_UP_MS, to: Math.max(...times) + 1 }
  const seconds = (window.to - window.from) / 1000
  const counted = inWindow(requests, window)
  const decided = ends.filter((it) => it.decidedAt >= window.from && it.decidedAt < window.to)
  const byOutcome = Map.groupBy(decided, (it) => it.outcome)
  return {
    acceptedPerSecond: counted.filter((it) => it.accepted).length / seconds,
    endedPerSecond: Object.fromEntries(
      [...byOutcome].map(([outcome, all]) => [outcome, all.length / seconds]),
    ),
    p95Ms: p95(counted) ?? Number.POSITIVE_INFINITY,
    failed: counted.filter((it) => !it.ok).length,
  }
}

function costMeter(state: string) {
  const [startedAt, machine, meter] = [performance.now(), machineCpuSeconds(), cpuMeter(state)]
  let k6Seconds = 0
  return {
    look(k6: number) {
      meter.look()
      k6Seconds = cpuSeconds(k6) ?? k6Seconds
    },
    of(accepted: number): Cost {
      meter.look()
      const byProcess = meter.seconds()
      const used = sum(Object.values(byProcess))
      const seconds = (performance.now() - startedAt) / 1000
      const foreign = machineCpuSeconds() - machine - used - k6Seconds
      return {
        cpuSeconds: byProcess,
        cpuMsOfEach: (used * 1000) / accepted,
        foreignCores: Math.max(0, foreign / seconds),
      }
    },
  }
}
