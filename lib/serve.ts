import closeWithGrace from 'close-with-grace'
import { answerMs } from '../model/answer-time.ts'
import type { LongRunning, System } from '../model/kinds.ts'
import { type App, newApp } from './app.ts'
import { type Env, readEnv } from './env.ts'
import { bufferedOut, type Logger, logger } from './log.ts'
import { type Metrics, metrics } from './metrics.ts'
import { guardOrigin, isLocal } from './origin-guard.ts'
import { type Component, starting } from './parts.ts'

export { type App, newApp } from './app.ts'
export type { Component } from './parts.ts'

/** What a workload is built with. */
export interface Workplace {
  readonly env: Env
  readonly log: Logger
  readonly metrics: Metrics
}

type Build = (
  place: Workplace,
  register: (part: Component) => void,
) => Promise<(app: App) => void> | ((app: App) => void)

/** Share of the time until SIGKILL that draining may take. */
const DRAIN_SHARE = 0.9

/**
 * Runs a service or worker of a system: reads env, builds, listens, starts the parts, and on SIGTERM drains — first the
 * listener, then the parts, last registered first. A build that throws ends the process with code 1.
 */
export async function serve(system: System, build: Build): Promise<void> {
  const env = readEnv(system)
  const out = bufferedOut()
  const log = logger(env, out)
  const own = metrics({ Workload: env.workloadId }, (line) => void out.write(`${line}\n`))
  const place = { env, log, metrics: own }
  const parts: Component[] = []
  const { health, stopTimeoutSeconds } = env.workload as LongRunning
  try {
    const routes = await build(place, (part) => parts.push(part))
    const boot = starting(parts, log)
    const app = newApp(log, health, [boot, ...parts], {
      strip: process.env.PATH_PREFIX ?? '',
      answerMs: answerMs(env.system, env.workloadId),
    })
    const host = process.env.BIND_HOST ?? '127.0.0.1'
    if (isLocal(host)) guardOrigin(app)
    routes(app)
    await app.listen({ host, port: env.port })
    log.info({ port: env.port }, 'listening')
    void boot.begin()
    closeWithGrace({ delay: stopTimeoutSeconds * 1000 * DRAIN_SHARE, logger: false }, async ({ err }) => {
      if (err) log.error({ err }, 'ends after an error')
      await app.close()
      await boot.close()
      for (const part of parts.reverse()) await part.close()
      own.flush()
    })
  } catch (err) {
    log.fatal({ err }, 'could not start')
    out.flushSync()
    process.exit(1)
  }
}
