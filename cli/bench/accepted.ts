import { up } from '../up.ts'
import type { BenchPart, Figure } from './bench-part.ts'
import { freshState } from './fresh-state.ts'
import { sum } from './numbers.ts'
import { type Step, stepAt } from './step.ts'
import type { SystemBench } from './system-bench.ts'

const FIRST_PER_SECOND = 30
const MORE_PER_SECOND = 30
const MOST_PER_SECOND = 300
/** What ends a little after the window counts for the next one: a share that is no backlog. */
const KEPT_UP = 0.95

/** What the system accepts, alone at a constant rate that is raised in steps until the service level breaks. */
export const accepted = (of: SystemBench, plural: string): BenchPart => ({
  id: plural,
  title: `Accepted and ended: ${plural}`,
  async run(at) {
    await freshState(at.place.state)
    await up(at.place, { timeScale: at.timeScale })
    const { journeys, loads } = at.place.system
    const { p95Ms } = journeys[loads[of.load]!.journeys[0]!]!.slo
    const steps: Step[] = []
    for (let rate = FIRST_PER_SECOND; rate <= MOST_PER_SECOND; rate += MORE_PER_SECOND) {
      const step = await stepAt(at, of, rate)
      steps.push(step)
      at.say(lineOf(step))
      if (!holds(step, p95Ms)) break
    }
    return {
      figures: figuresOf(steps, { p95Ms, plural, aimPerSecond: of.aimPerSecond }),
      measured: { steps },
    }
  },
})

const holds = (it: Step, p95Ms: number): boolean => it.p95Ms < p95Ms && it.failed === 0 && it.dropped === 0

const lineOf = (it: Step): string =>
  [
    `${it.offered}/s offered: ${it.acceptedPerSecond.toFixed(1)} accepted/s`,
    `p95 ${it.p95Ms} ms`,
    `${it.failed} failed`,
    ended(it),
    `${it.lost} lost`,
    `${it.cpuMsOfEach.toFixed(1)} ms CPU for each`,
    `others used ${it.foreignCores.toFixed(2)} cores`,
  ].join(', ')

interface Level {
  readonly p95Ms: number
  readonly plural: string
  readonly aimPerSecond: number
}

function figuresOf(steps: readonly Step[], { p95Ms, plural, aimPerSecond }: Level): Figure[] {
  const held = steps.filter((it) => holds(it, p95Ms))
  const best = held.at(-1)
  const keptUp = held.findLast((it) => endedPerSecond(it) >= KEPT_UP * it.acceptedPerSecond)
  const lost = steps.reduce((sum, it) => sum + it.lost, 0)
  const all = steps.reduce((sum, it) => sum + it.accepted, 0)
  const aim = { is: 'at least', value: aimPerSecond } as const
  return [
    {
      name: `accepted with p95 < ${p95Ms} ms`,
      value: best?.acceptedPerSecond ?? null,
      unit: `${plural}/s`,
      of: best ? `p95 ${best.p95Ms} ms, ${ended(best)} in the same seconds` : 'no step held',
      aim,
    },
    {
      name: 'decided as fast as accepted',
      value: keptUp ? endedPerSecond(keptUp) : null,
      unit: `${plural}/s`,
      of: keptUp
        ? `${ended(keptUp)} at ${keptUp.acceptedPerSecond.toFixed(1)} accepted/s`
        : 'no step kept up',
      aim,
    },
    {
      name: 'accepted and not ended',
      value: lost,
      unit: plural,
      of: `of ${all} in ${steps.length} steps`,
      aim: { is: 'at most', value: 0 },
    },
    {
      name: 'CPU of the platform for each',
      value: keptUp?.cpuMsOfEach ?? null,
      unit: 'ms',
      of: keptUp ? `at ${keptUp.offered}/s, what runs idle included` : 'no step kept up',
    },
  ]
}

const endedPerSecond = (it: Step): number => sum(Object.values(it.endedPerSecond))

const ended = (it: Step): string =>
  Object.entries(it.endedPerSecond)
    .map(([outcome, rate]) => `${rate.toFixed(1)} ${outcome}/s`)
    .join(' and ') || 'nothing ended'
