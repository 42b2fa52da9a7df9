import type { Metric } from '../../model/kinds.ts'

/** What a figure's number is, once it has been read. */
export type Unit = 'a second' | 'percent' | 'seconds' | 'milliseconds' | 'count'

/** One number that people look at; a `Sum` and a `SampleCount` are shown by the second. */
export interface Figure {
  readonly label: string
  readonly unit: Unit
  /** Added up where there are several. */
  readonly metrics: readonly [Metric, ...Metric[]]
  /** What it is held against, in its unit. */
  readonly limit?: number
  /** What no value means, where AWS puts none while nothing happens. */
  readonly otherwise?: number
  /** It has a value only at times, such as under stress. */
  readonly rare?: true
}

/** What CloudWatch knows of one member of the model, in the order in which people ask for it. */
export interface Panel {
  /** AWS's name for the kind. */
  readonly service: string
  /** What one of its parts is called, where it has several. */
  readonly noun?: string
  readonly figures: readonly Figure[]
}

/** Metrics of one namespace under the same dimensions. */
export const metricsOf =
  (namespace: string, dimensions: Metric['dimensions']) =>
  (name: string, stat: string): Metric => ({ namespace, name, stat, dimensions })
