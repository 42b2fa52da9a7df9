/** A metric of AWS's own or of ours; a dimension's value is text, or the id of the model's entry it belongs to. */
export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly stat: string
  readonly dimensions: Readonly<Record<string, string | { readonly of: string }>>
}
/** One row of metric math: a metric under an id, or an expression over ids. */
export type MetricQuery =
  | { readonly id: string; readonly metric: Metric }
  | { readonly id: string; readonly expression: string; readonly label: string }
export interface MetricAlarm {
  readonly kind: 'metric'
  readonly title: string
  /** The last one is what the alarm compares. */
  readonly queries: readonly [MetricQuery, ...MetricQuery[]]
  readonly comparison:
    | 'GreaterThanThreshold'
    | 'GreaterThanOrEqualToThreshold'
    | 'LessThanThreshold'
    | 'LessThanOrEqualToThreshold'
  readonly threshold: number
  /** Seconds of AWS; `names.alarmWindow` scales period × evaluations as one. */
  readonly periodSeconds: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  readonly missing: 'missing' | 'notBreaching' | 'breaching' | 'ignore'
}
export interface CompositeAlarm {
  readonly kind: 'composite'
  readonly title: string
  readonly anyOf: readonly string[]
}
export type Alarm = MetricAlarm | CompositeAlarm
