import type { FunctionSpec, Report } from './types.ts'

/** AWS's REPORT line of an invocation. */
export function reportLine(report: Report, { fn }: FunctionSpec): string {
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${report.billedMs} ms`,
    `Memory Size: ${fn.memoryMiB} MB`,
  ]
  if (report.maxMemoryMiB !== null) parts.push(`Max Memory Used: ${report.maxMemoryMiB} MB`)
  if (report.initMs !== null) parts.push(`Init Duration: ${report.initMs.toFixed(2)} ms`)
  if (report.error !== null)
    parts.push(`Status: ${report.error === 'Sandbox.Timedout' ? 'timeout' : 'error'}`)
  return parts.join('\t')
}
