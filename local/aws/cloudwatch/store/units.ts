/**
 * Units of values. Where a metric has several and a reader of one series asks for none, CloudWatch takes the first of
 * this order that has values. https://github.com/localstack/localstack/pull/9877
 */
export const UNITS = [
  ...['Megabits', 'Terabits', 'Gigabits', 'Count', 'Bytes', 'Gigabytes', 'Gigabytes/Second', 'Kilobytes'],
  ...['Kilobits/Second', 'Terabytes', 'Terabits/Second', 'Bytes/Second', 'Percent', 'Megabytes'],
  ...['Megabits/Second', 'Milliseconds', 'Microseconds', 'Kilobytes/Second', 'Gigabits/Second'],
  ...['Megabytes/Second', 'Bits', 'Bits/Second', 'Count/Second', 'Seconds', 'Kilobits', 'Terabytes/Second'],
  'None',
]
/** The unit of a value that was put without one. */
export const NO_UNIT = 'None'
