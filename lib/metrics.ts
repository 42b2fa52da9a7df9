/**
 * Custom metrics as CloudWatch embedded metric format: one line of JSON on stdout, which the log agent reads.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export interface Metrics {
  /** Notes a value; lines are written once a second, at most 100 values of a metric in each. */
  readonly put: (namespace: string, name: string, value: number, unit?: string) => void
  readonly flush: () => void
}

const MOST_VALUES = 100

/** Metrics of one copy; `write` takes one line without its end. */
export function metrics(
  dimensions: Record<string, string>,
  write: (line: string) => void = toStdout,
  everyMs = 1000,
): Metrics {
  const waiting = new Map<string, { namespace: string; name: string; unit: string; values: number[] }>()
  const flush = () => {
    for (const { namespace, name, unit, values } of waiting.values()) {
      const metric = {
        Namespace: namespace,
        Dimensions: [Object.keys(dimensions)],
        Metrics: [{ Name: name, Unit: unit }],
      }
      write(
        JSON.stringify({
          _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] },
          ...dimensions,
          [name]: values,
        }),
      )
    }
    waiting.clear()
  }
  setInterval(flush, everyMs).unref()
  return {
    flush,
    put(namespace, name, value, unit = 'None') {
      const key = `${namespace} ${name}`
      const entry = waiting.get(key) ?? { namespace, name, unit, values: [] }
      entry.values.push(value)
      waiting.set(key, entry)
      if (entry.values.length >= MOST_VALUES) flush()
    },
  }
}

const toStdout = (line: string) => void process.stdout.write(`${line}\n`)
