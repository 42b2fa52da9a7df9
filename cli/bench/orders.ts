import { up } from '../up.ts'
import type { BenchPart, Figure } from './bench-part.ts'
import { freshState } from './fresh-state.ts'
import { type Step, stepAt } from './order-step.ts'

const FIRST_PER_SECOND = 30
const MORE_PER_SECOND = 30
const MOST_PER_SECOND = 300
const AIM_PER_SECOND = 150
/** An order that is paid a little after the window counts for the next one: a share that is no backlog. */
const KEPT_UP = 0.95

/** Orders alone at a constant rate, raised in steps until the service level breaks. */
export const orders: BenchPart = {
  id: 'orders',
  title: 'Orders accepted and paid',
  async run(at) {
    await freshState(at.place.state)
    await up(at.place, { timeScale: at.timeScale })
    const { p95Ms } = at.place.system.journeys['order-coffee']!.slo
    const steps: Step[] = []
    for (let rate = FIRST_PER_SECOND; rate <= MOST_PER_SECOND; rate += MORE_PER_SECOND) {
      const step = await stepAt(at, rate)
      steps.push(step)
      at.say(lineOf(step))
      if (!holds(step, p95Ms)) break
    }
    return { figures: figuresOf(steps, p95Ms), measured: { steps } }
  },
}

const holds = (it: Step, p95Ms: number): boolean => it.p95Ms < p95Ms && it.failed === 0 && it.dropped === 0

const lineOf = (it: Step): string =>
  [
    `${it.offered}/s offered: ${it.acceptedPerSecond.toFixed(1)} accepted/s`,
    `p95 ${it.p95Ms} ms`,
    `${it.failed} failed`,
    `${it.paidPerSecond.toFixed(1)} paid/s and ${it.refusedPerSecond.toFixed(1)} refused/s`,
    `${it.lost} lost`,
    `${it.cpuMsPerOrder.toFixed(1)} ms CPU per order`,
    `others used ${it.foreignCores.toFixed(2)} cores`,
  ].join(', ')

function figuresOf(steps: readonly Step[], p95Ms: number): Figure[] {
  const held = steps.filter((it) => holds(it, p95Ms))
  const best = held.at(-1)
  const keptUp = held.findLast(
    (it) => it.paidPerSecond + it.refusedPerSecond >= KEPT_UP * it.acceptedPerSecond,
  )
  const lost = steps.reduce((sum, it) => sum + it.lost, 0)
  const accepted = steps.reduce((sum, it) => sum + it.accepted, 0)
  const aim = { is: 'at least', value: AIM_PER_SECOND } as const
  return [
    {
      name: `accepted with p95 < ${p95Ms} ms`,
      value: best?.acceptedPerSecond ?? null,
      unit: 'orders/s',
      of: best ? `p95 ${best.p95Ms} ms, ${ended(best)} in the same seconds` : 'no step held',
      aim,
    },
    {
      name: 'decided as fast as accepted',
      value: keptUp ? keptUp.paidPerSecond + keptUp.refusedPerSecond : null,
      unit: 'orders/s',
      of: keptUp
        ? `${ended(keptUp)} at ${keptUp.acceptedPerSecond.toFixed(1)} accepted/s`
        : 'no step kept up',
      aim,
    },
    {
      name: 'accepted and not ended ready or refused',
      value: lost,
      unit: 'orders',
      of: `of ${accepted} in ${steps.length} steps`,
      aim: { is: 'at most', value: 0 },
    },
    {
      name: 'CPU of the platform for one order',
      value: keptUp?.cpuMsPerOrder ?? null,
      unit: 'ms',
      of: keptUp ? `at ${keptUp.offered}/s, what runs idle included` : 'no step kept up',
    },
  ]
}

const ended = (it: Step): string =>
  `${it.paidPerSecond.toFixed(1)} paid/s and ${it.refusedPerSecond.toFixed(1)} refused/s`
