import { RETENTION_SECONDS, Series } from './series.ts'
import type { Grid } from './statistic.ts'
import { NO_UNIT, UNITS } from './units.ts'

/** What names a metric: the same dimensions in any order are the same metric, other dimensions are another. */
export interface MetricId {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}
export interface StoredMetric extends MetricId {
  /** By unit: values of different units are never mixed. */
  readonly units: Map<string, Series>
}

/** Metrics that are kept at most, so that a runaway dimension cannot take the machine's memory. */
export const MOST_METRICS = 5000

/** All metrics of the local cloud, in memory. */
export class MetricStore {
  readonly #metrics = new Map<string, StoredMetric>()

  /** A metric's series of that unit, made where there is none; null where there are too many metrics. */
  open(
    namespace: string,
    name: string,
    dimensions: MetricId['dimensions'],
    unit: string = NO_UNIT,
  ): Series | null {
    const key = keyOf(namespace, name, dimensions)
    const units = (this.#metrics.get(key) ?? this.#add(key, { namespace, name, dimensions }))?.units
    if (!units) return null
    const series = units.get(unit) ?? new Series()
    units.set(unit, series)
    return series
  }

  find(id: MetricId): StoredMetric | undefined {
    return this.#metrics.get(keyOf(id.namespace, id.name, id.dimensions))
  }

  /** The one series that a metric has in a span of time: of the wanted unit, or of the first unit with values there. */
  series(id: MetricId, { start, period, length }: Grid, unit?: string): Series | undefined {
    const units = this.find(id)?.units
    if (!units) return undefined
    if (unit !== undefined) return units.get(unit)
    if (units.size === 1) return units.values().next().value
    const end = start + period * length
    return UNITS.map((it) => units.get(it)).find((it) => it?.hasValues(start, end))
  }

  all(): Iterable<StoredMetric> {
    return this.#metrics.values()
  }

  /** Forgets metrics that got no value within the retention. */
  sweep(nowSeconds: number): void {
    for (const [key, { units }] of this.#metrics) {
      for (const [unit, { newest }] of units) if (newest < nowSeconds - RETENTION_SECONDS) units.delete(unit)
      if (units.size === 0) this.#metrics.delete(key)
    }
  }

  #add(key: string, id: MetricId): StoredMetric | null {
    if (this.#metrics.size >= MOST_METRICS) return null
    const metric = { ...id, dimensions: { ...id.dimensions }, units: new Map<string, Series>() }
    this.#metrics.set(key, metric)
    return metric
  }
}

function keyOf(namespace: string, name: string, dimensions: MetricId['dimensions']): string {
  let key = `${namespace}\n${name}`
  const names = Object.keys(dimensions)
  for (const dimension of names.length > 1 ? names.sort() : names)
    key += `\n${dimension}\n${dimensions[dimension]}`
  return key
}
