import { type Board, WINDOW_SECONDS } from '../../dashboards/board/plan.ts'
import type { AlarmNow, Frame, Stretch, Value } from '../../dashboards/board/wire.ts'
import { experimentsOf, targetsOf } from './experiments.ts'
import type { Readings } from './readings.ts'
import { partsOf } from './tiles.ts'
import type { Trouble } from './troubles.ts'
import type { Watched } from './watched.ts'

/** Seconds before now in which metrics still come in: load balancers and copies put them once a second. */
const LATE_SECONDS = 2
/** Seconds that each frame tells again. */
const TAIL_SECONDS = 6

export interface FrameParts {
  readonly board: Board
  readonly readings: Readings
  readonly troubles: Trouble
}

/** The system as it is; `seconds` of the plots are told, the window at most. */
export function frameOf(
  cloud: Watched,
  { board, readings, troubles }: FrameParts,
  at: number,
  seconds = TAIL_SECONDS,
): Frame {
  const to = Math.floor(at / 1000) - LATE_SECONDS
  const experiments = experimentsOf(cloud.fis, at - WINDOW_SECONDS * 1000)
  return {
    at,
    figures: figuresOf(board, readings, to),
    ...partsOf(cloud, targetsOf(experiments), at),
    troubles: troubles.now(),
    alarms: alarmsOf(cloud),
    experiments,
    stretch: stretchOf(board, readings, to - seconds + 1, to),
  }
}

const figuresOf = ({ cards }: Board, { now }: Readings, second: number): Frame['figures'] =>
  Object.fromEntries(
    cards
      .filter((it) => it.figures.length > 0)
      .map((it): [string, Value[]] => [it.plan.id, it.figures.map((figure) => now(figure, second))]),
  )

const stretchOf = ({ plots }: Board, { over }: Readings, from: number, to: number): Stretch => ({
  from,
  plots: Object.fromEntries(plots.map(({ id, lines }) => [id, lines.map((line) => over(line, from, to))])),
})

const alarmsOf = ({ cloudwatch }: Watched): readonly AlarmNow[] =>
  cloudwatch.alarms.all().map(({ name, state, since, reason }) => ({ name, state, since, reason }))
