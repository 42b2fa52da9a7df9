import { functionName } from '../../../model/names.ts'
import type { Context } from '../../types.ts'
import type { Report } from './types.ts'

const NAMESPACE = 'AWS/Lambda'

/** Lambda's own metrics of one function, summed over each second; Duration goes out value by value, for percentiles. */
export function meter(ctx: Context, functionId: string, takePeak: () => number) {
  const dimensions = { FunctionName: functionName(ctx.system, functionId) }
  let counts = { invocations: 0, errors: 0, throttles: 0 }
  const put = (name: string, value: number, unit: string) =>
    ctx.metrics.put(NAMESPACE, name, dimensions, value, unit)
  const flush = () => {
    const { invocations, errors, throttles } = counts
    counts = { invocations: 0, errors: 0, throttles: 0 }
    const peak = takePeak()
    if (peak > 0) put('ConcurrentExecutions', peak, 'Count')
    if (invocations > 0) put('Invocations', invocations, 'Count')
    if (invocations > 0) put('Errors', errors, 'Count')
    if (invocations + throttles > 0) put('Throttles', throttles, 'Count')
  }
  const timer = setInterval(flush, 1000)
  timer.unref()
  return {
    throttled() {
      counts.throttles += 1
    },
    done(report: Report) {
      counts.invocations += 1
      if (report.error !== null) counts.errors += 1
      put('Duration', report.durationMs, 'Milliseconds')
    },
    iteratorAge: (ms: number) => put('IteratorAge', ms, 'Milliseconds'),
    stop() {
      clearInterval(timer)
      flush()
    },
  }
}
export type Meter = ReturnType<typeof meter>
