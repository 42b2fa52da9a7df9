import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ECSClient } from '@aws-sdk/client-ecs'
import type { S3Client } from '@aws-sdk/client-s3'
import type { System } from '../../model/kinds.ts'
import type { LoadGenerator, LoadOptions, LoadResult, RunningLoad } from '../generator.ts'
import { loadSeconds, modelFindings, settingsOf } from '../load.ts'
import { type Request, toLine } from '../record.ts'
import { missing } from './command.ts'
import { fargate } from './fargate.ts'
import { k6Operator } from './k6-operator.ts'
import type { Launched, Launcher } from './launcher.ts'
import { type AgentEnv, HOME, type LoadPlace, pieceMs, SCRIPT } from './place.ts'
import { type RecordReader, recordReader } from './record-reader.ts'
import { together } from './results.ts'

/** A system on AWS, and what generates its load there. */
export interface RemoteTarget {
  readonly system: System
  readonly frontDoor: string
  readonly timeScale: number
  readonly place: LoadPlace
  readonly s3: S3Client
  readonly ecs: ECSClient
  /** How many k6 share the load: one is a Fargate task, more are pods. */
  readonly generators: number
  /** What `aws` and `kubectl`, which start pods, are run with beside this process's own. */
  readonly env: Readonly<Record<string, string>>
}

/** A record that is later than this does not come; it is some two pieces late. */
const LATE_MS = 30_000
/** Every so many polls the platform is asked whether the generators still run. */
const ASK_EVERY = 5

/** k6 beside the system on AWS; its record comes back through a bucket. */
export function remoteGenerator(target: RemoteTarget): LoadGenerator {
  const { place, generators, ecs, env } = target
  const launcher = generators === 1 ? fargate(place, ecs) : k6Operator(place, env)
  return {
    findings: async (loadId) => [
      ...modelFindings(target.system, loadId),
      ...launcher.findings,
      ...(await missing(launcher.needs)).map(
        (it) => `'${it}' is not on this machine: install it, the load is started by it`,
      ),
    ],
    start: (loadId, options) => started(target, launcher, loadId, options),
    versions: async () => ({
      generators: String(generators),
      image: place.image.split(':').at(-1)!,
    }),
  }
}

function started(
  target: RemoteTarget,
  launcher: Launcher,
  loadId: string,
  options: LoadOptions,
): RunningLoad {
  const { RUN, ...settings } = settingsOf(target, loadId, options)
  const agent: AgentEnv = { RUN, RESULTS_BUCKET: target.place.bucket }
  const halt = new AbortController()
  const recordFile = join(options.folder, 'requests.log')
  mkdirSync(options.folder, { recursive: true })
  const fresh: Request[] = []
  const reader = recordReader(target.s3, target.place.bucket, RUN)
  const poll = async () => {
    const requests = await reader.poll()
    if (requests.length > 0) appendFileSync(recordFile, `${requests.map(toLine).join('\n')}\n`)
    fresh.push(...requests)
  }
  const launch = {
    run: RUN,
    generators: target.generators,
    script: `${HOME}/${SCRIPT}`,
    // the certificate is of the system's name, not of the balancer's
    env: { ...settings, ...agent, K6_INSECURE_SKIP_TLS_VERIFY: 'true' },
    folder: options.folder,
  }
  const everyMs = pieceMs(target.timeScale)
  const done = launcher
    .start(launch)
    .then((launched) => followed(launched, { ...reader, poll, everyMs }, target.generators, halt.signal))
    .then((end): LoadResult => ({ ...end, recordFile }))
  // whoever waits for it hears of it: until then it is not unhandled
  done.catch(() => undefined)
  return {
    run: RUN,
    trace: { run: RUN },
    startedAt: Date.now(),
    seconds: loadSeconds(target.system, loadId, target.timeScale),
    read: () => fresh.splice(0),
    unreadable: reader.unreadable,
    lateMs: LATE_MS,
    stop: () => halt.abort(),
    done,
  }
}

interface Polled extends Pick<RecordReader, 'ends'> {
  readonly poll: () => Promise<void>
  readonly everyMs: number
}

/** Reads until every generator has told its end; throws where they are gone without one. */
async function followed(launched: Launched, reader: Polled, generators: number, halt: AbortSignal) {
  const stopped = new Promise<void>((resolve) => {
    if (halt.aborted) resolve()
    halt.addEventListener('abort', () => resolve())
  }).then(launched.stop)
  // a generator that cannot be stopped shows in the polls, which go on
  stopped.catch(() => undefined)
  for (let polls = 1; ; polls++) {
    await reader.poll()
    if (reader.ends().length >= generators) return together(reader.ends())
    const why = polls % ASK_EVERY === 0 ? await launched.ended() : null
    if (why) {
      await reader.poll()
      if (reader.ends().length >= generators) return together(reader.ends())
      throw new Error(`${why}; ${reader.ends().length} of ${generators} generators told their end`)
    }
    await sleep(reader.everyMs)
  }
}
