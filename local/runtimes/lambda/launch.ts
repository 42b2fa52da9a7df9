import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { compile } from '../../../bundles/compile.ts'
import { allottedCores, functionName } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { Running } from '../../processes.ts'
import type { Context } from '../../types.ts'
import type { FunctionSpec } from './types.ts'

/** Bundles the bootstrap once, so that a cold start does not pay for stripping its types; gives its path. */
export async function bundleBootstrap(ctx: Context): Promise<string> {
  const outfile = join(ctx.state, 'lambda', 'bootstrap.mjs')
  const { text } = await compile(import.meta.dirname, 'bootstrap.ts')
  await mkdir(dirname(outfile), { recursive: true })
  await writeFile(outfile, text)
  return outfile
}

export interface Launch {
  readonly spec: FunctionSpec
  readonly instanceId: string
  readonly slot: number
  readonly bootstrap: string
  readonly bundle: string
  readonly env: Readonly<Record<string, string>>
  readonly address: string
  readonly onLine: (line: string) => void
}

/** Starts the process of an execution environment; `<function>-<slot>` names it, so its logs do not pile up. */
export function launch(ctx: Context, it: Launch): Running {
  const heap = Math.floor(it.spec.fn.memoryMiB * 0.75)
  return ctx.processes.start({
    name: `${it.spec.id}-${it.slot}`,
    command: process.execPath,
    args: [`--max-old-space-size=${heap}`, '--max-semi-space-size=1', it.bootstrap],
    env: { ...it.env, ...lambdaEnv(ctx, it) },
    onLine: it.onLine,
  })
}

/** The env keys that Lambda itself sets, and the platform's for a copy. */
function lambdaEnv(
  ctx: Context,
  { spec, instanceId, slot, bundle, address }: Launch,
): Record<string, string> {
  const zone = spec.system.zones[slot % spec.system.zones.length]!
  return {
    AWS_LAMBDA_RUNTIME_API: address,
    AWS_LAMBDA_FUNCTION_NAME: functionName(spec.system, spec.id),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.fn.memoryMiB),
    AWS_LAMBDA_LOG_GROUP_NAME: spec.fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `[$LATEST]${instanceId}`,
    CAFE_LAMBDA_BUNDLE: bundle,
    CAFE_COPY_ID: instanceId,
    CAFE_ZONE: `${spec.system.region}${zone}`,
    CAFE_ALLOTTED_CORES: String(allottedCores(spec.fn.memoryMiB / platform.lambdaMiBPerVcpu)),
    // one arena for all threads: a sixth less memory for each environment
    MALLOC_ARENA_MAX: '1',
    NODE_COMPILE_CACHE: join(ctx.state, 'lambda', 'compile-cache'),
  }
}
