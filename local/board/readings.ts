import type { Value } from '../../dashboards/board/wire.ts'
import type { Figure } from '../../dashboards/panels/panel.ts'
import { dimensionsOf } from '../../model/dimensions.ts'
import type { Metric, System } from '../../model/kinds.ts'
import type { CloudWatch } from '../aws/cloudwatch/cloudwatch.ts'
import type { MetricId } from '../aws/cloudwatch/store/metrics.ts'

/** Seconds that the figure of now is taken over. */
const NOW_SECONDS = 10
/** Seconds that a plotted point is taken over: metrics that are put once a second may fall two into one, and none into the next. */
const POINT_SECONDS = 3
/** Seconds that a level counts as known: queues are asked every five. */
const HELD_SECONDS = 15

const COUNTS = ['Sum', 'SampleCount']
const PERCENTILE = /^p\d/

/** Figures as numbers, from CloudWatch's own store. */
export interface Readings {
  /** The figure at the end of that second; null where CloudWatch has no value. */
  readonly now: (figure: Figure, second: number) => Value
  /** The figure at each second from `from` to `to`, both included. */
  readonly over: (figure: Figure, from: number, to: number) => readonly Value[]
}

export function readings(system: System, cloudwatch: Pick<CloudWatch, 'read'>): Readings {
  /** Values of a metric second by second, `to` included. */
  const seconds = (metric: Metric, from: number, to: number) => grid(metric, from, 1, to - from + 1)
  const ids = new Map<Metric, MetricId>()
  const idOf = (metric: Metric): MetricId => {
    const id = ids.get(metric) ?? { ...metric, dimensions: dimensionsOf(system, metric) }
    ids.set(metric, id)
    return id
  }
  const grid = (metric: Metric, start: number, period: number, length: number) =>
    cloudwatch.read(idOf(metric), metric.stat, { start, period, length })
  /** AWS puts nothing for what did not happen, so no value counts as none. */
  const rate = (metric: Metric, from: number, to: number, over: number) =>
    means(
      seconds(metric, from - over + 1, to).map((it) => (Number.isNaN(it) ? 0 : it)),
      over,
    )
  const level = (metric: Metric, from: number, to: number) =>
    held(seconds(metric, from - HELD_SECONDS + 1, to)).slice(HELD_SECONDS - 1)
  const percentile = (metric: Metric, from: number, to: number, over: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => grid(metric, from + i - over + 1, over, 1)[0]!)

  const read = (
    { metrics, otherwise = Number.NaN }: Figure,
    from: number,
    to: number,
    over: number,
  ): readonly Value[] => {
    const { stat } = metrics[0]
    const lines = metrics.map((metric) => {
      if (COUNTS.includes(stat)) return rate(metric, from, to, over)
      return PERCENTILE.test(stat) ? percentile(metric, from, to, over) : level(metric, from, to)
    })
    return lines[0]!.map((_, i) =>
      shortened(
        total(
          lines.map((line) => line[i]!),
          otherwise,
        ),
      ),
    )
  }
  return {
    now: (figure, second) => read(figure, second, second, NOW_SECONDS)[0]!,
    over: (figure, from, to) => read(figure, from, to, POINT_SECONDS),
  }
}

function total(values: readonly number[], otherwise: number): number {
  const sum = values.reduce((all, it) => all + it, 0)
  return Number.isNaN(sum) ? otherwise : sum
}

/** Three digits are more than a plot shows, and keep a frame small; counts stay whole. */
function shortened(it: number): Value {
  if (Number.isNaN(it)) return null
  return Math.abs(it) < 100 ? Number(it.toPrecision(3)) : Math.round(it)
}

/** Means over `size` values that end at each, from the first that has so many. */
function means(values: readonly number[], size: number): readonly number[] {
  const length = values.length - size + 1
  return Array.from({ length }, (_, i) => values.slice(i, i + size).reduce((sum, it) => sum + it, 0) / size)
}

/** Each value, or the last one before it that is not too old. */
function held(values: readonly number[]): readonly number[] {
  let [last, at] = [Number.NaN, Number.NEGATIVE_INFINITY]
  return values.map((value, i) => {
    if (!Number.isNaN(value)) [last, at] = [value, i]
    return i - at < HELD_SECONDS ? last : Number.NaN
  })
}
