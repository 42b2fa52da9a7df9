import { inWindow, p95 } from '../../chaos/gameday/requests.ts'
import type { Request } from '../../loadtests/record.ts'
import { up } from '../up.ts'
import type { Bench, BenchPart, Figure } from './bench-part.ts'
import { freshState } from './fresh-state.ts'
import { startLoadAt, untilEnd } from './load.ts'
import type { SystemBench } from './system-bench.ts'

const FIRST_PER_SECOND = 30
const MORE_PER_SECOND = 30
const MOST_PER_SECOND = 300
const TIMES = 5
/** Scaling and compilers are at work before. */
const WARM_UP_MS = 10_000
const WITHIN_SECONDS = 10

interface Offered {
  readonly offered: number
  readonly acceptedPerSecond: number
  /** Of what was accepted. */
  readonly p95Ms: number | null
  /** Of all requests of the counted time. */
  readonly shedPercent: number
  readonly dropped: number
}

/** Five times what the system can take: what it still accepts, how fast, and how soon it is back. */
export const overload = ({ load }: SystemBench, plural: string): BenchPart => ({
  id: 'overload',
  title: 'Overload',
  async run(at) {
    await freshState(at.place.state)
    await up(at.place, { timeScale: at.timeScale })
    const peak = await peakOf(at, load)
    const over = (await offer(at, load, TIMES * peak.offered)).step
    const { requests } = await offer(at, load, FIRST_PER_SECOND)
    return { figures: figuresOf(peak, over, secondsToNormal(requests), plural), measured: { peak, over } }
  },
})

/** Raises the rate until no more is accepted for it; gives the best step. */
async function peakOf(at: Bench, load: string): Promise<Offered> {
  let best: Offered | null = null
  for (let rate = FIRST_PER_SECOND; rate <= MOST_PER_SECOND; rate += MORE_PER_SECOND) {
    const { step } = await offer(at, load, rate)
    if (best && step.acceptedPerSecond <= best.acceptedPerSecond) break
    best = step
  }
  return best!
}

async function offer(at: Bench, load: string, perSecond: number) {
  const { requests, summary } = await untilEnd(await startLoadAt(at, load, perSecond))
  const times = requests.map((it) => it.sentAt)
  const from = Math.min(...times) + WARM_UP_MS
  const to = Math.max(...times) + 1
  const counted = inWindow(requests, { from, to })
  const accepted = counted.filter((it) => it.accepted)
  const step: Offered = {
    offered: perSecond,
    acceptedPerSecond: (accepted.length * 1000) / (to - from),
    p95Ms: p95(accepted) ?? null,
    shedPercent: (100 * counted.filter((it) => it.status === 503).length) / counted.length,
    dropped: summary.dropped,
  }
  at.say(
    `${perSecond}/s offered: ${step.acceptedPerSecond.toFixed(1)} accepted/s, p95 ${step.p95Ms} ms, ${step.shedPercent.toFixed(1)} % shed`,
  )
  return { step, requests }
}

/** Seconds from the first request until every later one was accepted. */
function secondsToNormal(requests: readonly Request[]): number {
  const first = Math.min(...requests.map((it) => it.sentAt))
  const last = Math.max(first, ...requests.filter((it) => !it.ok).map((it) => it.sentAt))
  return (last - first) / 1000
}

function figuresOf(peak: Offered, over: Offered, seconds: number, plural: string): Figure[] {
  const share = over.acceptedPerSecond / peak.acceptedPerSecond
  return [
    {
      name: 'most accepted',
      value: peak.acceptedPerSecond,
      unit: `${plural}/s`,
      of: `p95 ${peak.p95Ms} ms at ${peak.offered}/s offered`,
    },
    {
      name: `accepted at ${TIMES} × that rate, as a share of the most`,
      value: share,
      unit: '',
      of: `${over.acceptedPerSecond.toFixed(1)} ${plural}/s, p95 ${over.p95Ms} ms, ${over.shedPercent.toFixed(0)} % answered 503`,
      aim: { is: 'at least', value: 0.8 },
    },
    {
      name: `until ${FIRST_PER_SECOND}/s is accepted whole again`,
      value: seconds,
      unit: 's',
      of: 'from the first request after the overload to the last that was not accepted',
      aim: { is: 'at most', value: WITHIN_SECONDS },
    },
  ]
}
