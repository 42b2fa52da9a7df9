import { join } from 'node:path'
import { allottedCores, zoneName } from '../../model/names.ts'
import { platform } from '../../model/platform.ts'
import type { Running } from '../processes.ts'
import type { Copy } from '../types.ts'
import type { ScheduledWorkload } from './parts.ts'

/** Starts the process of a copy from its workload's bundle; rejects where that cannot be built or run. */
export async function launch(
  { ctx, parts, workload, spec }: ScheduledWorkload,
  copy: Copy,
): Promise<Running> {
  const [bundle, env] = await Promise.all([
    parts.bundles.of(workload),
    parts.environment.of({ id: copy.id, workload, zone: copy.zone }),
  ])
  const { onLine } = parts
  return ctx.processes.start({
    name: processName(copy),
    command: process.execPath,
    args: [`--max-old-space-size=${platform.copyHeapMiB}`, bundle],
    env: {
      ...env,
      CAFE_COPY_ID: copy.id,
      CAFE_ZONE: zoneName(ctx.system, copy.zone),
      CAFE_ALLOTTED_CORES: String(allottedCores(spec.vcpu)),
      PORT: String(copy.port),
      NODE_COMPILE_CACHE: join(ctx.root, '.cafe', 'compile-cache'),
      ...stressEnv(ctx, copy, parts.stressToken),
    },
    ...(onLine ? { onLine: (line) => onLine(copy, line) } : {}),
  })
}

/** Opens the stress listener of a copy that has a port for it. */
const stressEnv = (
  { state }: ScheduledWorkload['ctx'],
  { stressPort }: Copy,
  token?: string,
): Record<string, string> =>
  stressPort > 0 && token
    ? { STRESS_PORT: String(stressPort), STRESS_TOKEN: token, STRESS_FOLDER: join(state, 'stress') }
    : {}

/** Names the process of a copy and its log. */
export const processName = (copy: Copy): string => `${copy.workload}.${copy.id}`
