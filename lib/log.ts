import { type Logger, pino } from 'pino'
import type { Env } from './env.ts'

export type { Logger }

/** Where a copy writes its lines: log and metrics share it, so that no line comes into the middle of another. */
export interface Out {
  write(text: string): unknown
  flushSync(): void
}

const BUFFER_BYTES = 4096
const FLUSH_MS = 200

/** stdout in few large writes: a line may wait for 200 ms, and what is waiting goes out before the process ends. */
export const bufferedOut = (): Out =>
  pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: FLUSH_MS })

/** A logger with the document's keys: timestamp, level, service, trace_id, customer_id, message. */
export function logger(env: Pick<Env, 'workloadId' | 'copyId'>, out: Out = pino.destination(1)): Logger {
  const options = {
    level: process.env.LOG_LEVEL ?? 'info',
    messageKey: 'message',
    base: { service: `${env.workloadId}-service`, copy: env.copyId },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label.toUpperCase() }) },
    serializers: { err: pino.stdSerializers.err },
  }
  return pino(options, out)
}
