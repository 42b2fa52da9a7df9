import { hostname, tmpdir } from 'node:os'
import { envKeys } from '../model/env-keys.ts'
import type { LongRunning, System, Workload } from '../model/kinds.ts'

/** What a copy is told by the platform that runs it, checked once at boot. */
export interface Env {
  readonly system: System
  readonly workloadId: string
  readonly workload: Workload
  /** What started the copy names it; on AWS it is a function's log stream, or the host name that each task, pod and instance has for itself. */
  readonly copyId: string
  /** Port of the workload's listener; 0 for a function. */
  readonly port: number
  /** Port of the stress listener; 0 where stress is off. */
  readonly stressPort: number
  readonly stressToken: string
  /** Folder for what a stress scenario seeds on disk. */
  readonly stressFolder: string
  readonly timeScale: number
  /** Share of a core that the copy may use; its CPU percent is measured against it. */
  readonly allottedCores: number
  /** Value of an env key that the model derives from `uses`, such as `AURORA_WRITER_URL`. */
  readonly of: (key: string) => string
}

const PLATFORM_KEYS = ['CAFE_SYSTEM', 'CAFE_WORKLOAD', 'CAFE_TIME_SCALE', 'CAFE_ALLOTTED_CORES', 'AWS_REGION']

/**
 * Reads the env of a process that is part of `system`; a bundle carries this system and no other.
 * @throws Error that names every key that is missing or wrong.
 */
export function readEnv(system: System, env: NodeJS.ProcessEnv = process.env): Env {
  const missing = PLATFORM_KEYS.filter((key) => !env[key])
  if (missing.length > 0) throw new Error(`missing env keys: ${missing.join(', ')}`)
  if (env.CAFE_SYSTEM !== system.id)
    throw new Error(`CAFE_SYSTEM is '${env.CAFE_SYSTEM}', and this code is part of '${system.id}'`)
  const workload = system.workloads[env.CAFE_WORKLOAD!]
  if (!workload)
    throw new Error(`CAFE_WORKLOAD names '${env.CAFE_WORKLOAD}', which ${system.id} does not have`)
  const needed = [...envKeys(system, workload), ...(hasPort(workload) ? ['PORT'] : [])]
  const lacking = needed.filter((key) => !env[key])
  if (lacking.length > 0) throw new Error(`${env.CAFE_WORKLOAD} misses env keys: ${lacking.join(', ')}`)
  const numbers = ['CAFE_TIME_SCALE', 'CAFE_ALLOTTED_CORES'].filter((key) => !(Number(env[key]) > 0))
  if (numbers.length > 0) throw new Error(`env keys that must be numbers above 0: ${numbers.join(', ')}`)
  return {
    system,
    workloadId: env.CAFE_WORKLOAD!,
    workload,
    copyId: env.CAFE_COPY_ID ?? env.AWS_LAMBDA_LOG_STREAM_NAME ?? hostname(),
    port: Number(env.PORT ?? 0),
    stressPort: Number(env.STRESS_PORT ?? 0),
    stressToken: env.STRESS_TOKEN ?? '',
    stressFolder: env.STRESS_FOLDER ?? tmpdir(),
    timeScale: Number(env.CAFE_TIME_SCALE),
    allottedCores: Number(env.CAFE_ALLOTTED_CORES),
    of: (key) => {
      const value = env[key]
      if (!value) throw new Error(`env key ${key} is not set`)
      return value
    },
  }
}

const hasPort = (workload: Workload): workload is LongRunning => 'port' in workload
