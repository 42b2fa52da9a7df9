/**
 * Seconds of a metric's periods below a minute, the shortest first; from a minute on CloudWatch takes its multiples.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
export const METRIC_PERIODS: readonly number[] = [1, 5, 10, 20, 30]

/** The same for alarms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_PERIODS = METRIC_PERIODS.filter((seconds) => seconds >= 10)

/** Whether CloudWatch has a period of so many seconds, among those below a minute that are given. */
export const isPeriod = (seconds: number, short: readonly number[]): boolean =>
  short.includes(seconds) || seconds % 60 === 0
