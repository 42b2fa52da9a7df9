import type { System } from '../../model/kinds.ts'
import { alarmName } from '../../model/names.ts'
import { overviewPlots, type Plot } from '../panels/overview.ts'
import { type Card, cardsOf, figurePlan, type Support } from './cards.ts'
import { edgesOf } from './edges.ts'
import type { Plan } from './wire.ts'

/** Seconds that the plots reach back. */
export const WINDOW_SECONDS = 300

/** The board of a system: what the page is told, and what its numbers are read from. */
export interface Board {
  readonly cards: readonly Card[]
  readonly plots: readonly Plot[]
  readonly plan: Omit<Plan, 'page'>
}

/** Draws up the board from the model; `support` says what this machine plays. */
export function boardOf(system: System, timeScale: number, support: Support): Board {
  const cards = cardsOf(system, support)
  const plots = overviewPlots(system)
  const drawn = new Set(cards.map((it) => it.plan.id))
  const titles = Object.entries(system.alarms).map(([id, it]) => [alarmName(system, id), it.title])
  return {
    cards,
    plots,
    plan: {
      title: system.title,
      timeScale,
      windowSeconds: WINDOW_SECONDS,
      cards: cards.map((it) => it.plan),
      edges: edgesOf(system).filter(({ from, to }) => drawn.has(from) && drawn.has(to)),
      plots: plots.map(({ id, title, lines }) => ({ id, title, lines: lines.map(figurePlan) })),
      alarms: Object.fromEntries(titles),
    },
  }
}
