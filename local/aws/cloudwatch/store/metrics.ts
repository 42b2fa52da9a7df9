import { RETENTION_SECONDS, Series } from './series.ts'

/** What names a metric: the same dimensions in any order are the same metric, other dimensions are another. */
export interface MetricId {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
}
export interface StoredMetric extends MetricId {
  readonly series: Series
  unit: string
}

/** Metrics that are kept at most, so that a runaway dimension cannot take the machine's memory. */
export const MOST_METRICS = 5000

/** All metrics of the local cloud, in memory. */
export class MetricStore {
  readonly #metrics = new Map<string, StoredMetric>()

  /** The metric, made where there is none; null where there are too many. */
  open(
    namespace: string,
    name: string,
    dimensions: MetricId['dimensions'],
    unit?: string,
  ): StoredMetric | null {
    const key = keyOf(namespace, name, dimensions)
    const known = this.#metrics.get(key) ?? this.#add(key, { namespace, name, dimensions })
    if (known && unit && unit !== 'None') known.unit = unit
    return known
  }

  find(id: MetricId): StoredMetric | undefined {
    return this.#metrics.get(keyOf(id.namespace, id.name, id.dimensions))
  }

  all(): Iterable<StoredMetric> {
    return this.#metrics.values()
  }

  /** Forgets metrics that got no value within the retention. */
  sweep(nowSeconds: number): void {
    for (const [key, { series }] of this.#metrics)
      if (series.newest < nowSeconds - RETENTION_SECONDS) this.#metrics.delete(key)
  }

  #add(key: string, id: MetricId): StoredMetric | null {
    if (this.#metrics.size >= MOST_METRICS) return null
    const metric = { ...id, dimensions: { ...id.dimensions }, series: new Series(), unit: 'None' }
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
