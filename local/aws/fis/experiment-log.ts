import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../types.ts'

/** Types of AWS's experiment log. https://docs.aws.amazon.com/fis/latest/userguide/monitoring-logging.html */
type LogType =
  | 'experiment-start'
  | 'target-resolution-start'
  | 'target-resolution-detail'
  | 'target-resolution-end'
  | 'action-start'
  | 'action-error'
  | 'action-end'
  | 'experiment-end'

/**
 * Writes one line of JSON per event to `<state>/fis/logs/<experiment>.ndjson`, and tells whoever watches. A log that
 * cannot be written is told too, and stops no experiment.
 */
export function experimentLog(cloud: Context) {
  const folder = join(cloud.state, 'fis', 'logs')
  mkdirSync(folder, { recursive: true })
  return (id: string, type: LogType, details: Readonly<Record<string, unknown>>) => {
    const event = { id, log_type: type, event_timestamp: new Date().toISOString(), version: '2', details }
    cloud.say({ part: 'fis', what: type, detail: { experiment: id, ...details } })
    try {
      appendFileSync(join(folder, `${id}.ndjson`), `${JSON.stringify(event)}\n`)
    } catch (error) {
      cloud.say({ part: 'fis', what: 'log not written', detail: { experiment: id, error: String(error) } })
    }
  }
}
export type ExperimentLog = ReturnType<typeof experimentLog>
