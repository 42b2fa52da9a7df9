/// <reference lib="dom" />
import type { ExperimentNow, Frame, Plan } from '../wire.ts'
import { byId } from './h.ts'
import { type Drawn, plotOf } from './plot.ts'
import { series } from './series.ts'

/** Draws the plots of the plan side by side, over one window of time; running experiments are shaded. */
export function plots(plan: Plan): (frame: Frame) => void {
  let experiments: readonly ExperimentNow[] = []
  const kept = series(plan)
  const drawn: Drawn[] = plan.plots.map((it) => plotOf(it, () => experiments))
  byId('plots').replaceChildren(byId('plots-title'), ...drawn.map((it) => it.element))
  return (frame) => {
    experiments = frame.experiments
    kept.add(frame.stretch)
    for (const it of drawn) it.update(kept.seconds(), kept.lines(it.id))
  }
}
