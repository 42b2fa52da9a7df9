import type { MetricId } from './metrics.ts'
import { NO_UNIT, UNITS } from './units.ts'

/** One value list of an EMF line. */
export interface EmfMetric extends MetricId {
  readonly unit: string
  readonly values: readonly number[]
  /** Seconds of the epoch. */
  readonly second: number
}
interface Directive {
  readonly Namespace: string
  readonly Dimensions?: readonly (readonly string[])[]
  readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[]
}
type Line = Readonly<Record<string, unknown>> & {
  readonly _aws: { readonly Timestamp: number; readonly CloudWatchMetrics: readonly Directive[] }
}

/**
 * The metrics in a line of stdout; none where it is another log line or does not keep the specification.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readEmf(text: string): readonly EmfMetric[] {
  if (!text.includes('"CloudWatchMetrics"')) return []
  const line = parse(text)
  if (!isEmf(line)) return []
  return line._aws.CloudWatchMetrics.flatMap((directive) => ofDirective(line, directive))
}

function ofDirective(line: Line, directive: unknown): EmfMetric[] {
  if (!isDirective(directive)) return []
  const { Namespace, Dimensions, Metrics } = directive
  const second = Math.floor(line._aws.Timestamp / 1000)
  const sets = (Dimensions ?? [[]]).filter((names) => names.every((name) => typeof line[name] === 'string'))
  return sets.flatMap((names) =>
    Metrics.map(({ Name, Unit = NO_UNIT }) => ({
      namespace: Namespace,
      name: Name,
      dimensions: Object.fromEntries(names.map((name) => [name, line[name] as string])),
      unit: UNITS.includes(Unit) ? Unit : NO_UNIT,
      values: numbers(line[Name]),
      second,
    })),
  )
}

function isDirective(it: unknown): it is Directive {
  const { Namespace, Dimensions = [], Metrics } = (it ?? {}) as Partial<Directive>
  return typeof Namespace === 'string' && isListOf(Metrics, isMetric) && isListOf(Dimensions, isNames)
}
const isListOf = (it: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(it) && it.every(isOne)
const isNames = (it: unknown): boolean => isListOf(it, (name) => typeof name === 'string')
const isMetric = (it: unknown): boolean => typeof (it as { Name?: unknown } | null)?.Name === 'string'

const numbers = (it: unknown): number[] =>
  [it].flat().filter((value): value is number => typeof value === 'number' && Number.isFinite(value))

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isEmf(it: unknown): it is Line {
  const aws = (it as { _aws?: Partial<Line['_aws']> } | null)?._aws
  return typeof aws?.Timestamp === 'number' && Array.isArray(aws.CloudWatchMetrics)
}
