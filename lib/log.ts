import { type Logger, pino } from 'pino'
import type { Env } from './env.ts'

export type { Logger }

/** A logger with the document's keys: timestamp, level, service, trace_id, customer_id, message. */
export function logger(env: Pick<Env, 'workloadId' | 'copyId'>): Logger {
  return pino({
    level: process.env.LOG_LEVEL ?? 'info',
    messageKey: 'message',
    base: { service: `${env.workloadId}-service`, copy: env.copyId },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label.toUpperCase() }) },
    serializers: { err: pino.stdSerializers.err },
  })
}
