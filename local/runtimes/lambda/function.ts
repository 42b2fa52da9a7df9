import { randomBytes } from 'node:crypto'
import { functionArn, scaled } from '../../../model/names.ts'
import { platform } from '../../../model/platform.ts'
import type { Context } from '../../types.ts'
import { Environment } from './environment.ts'
import type { Faults } from './faults.ts'
import { Fleet } from './fleet.ts'
import { type Launch, launch } from './launch.ts'
import { type Meter, meter } from './meter.ts'
import { reportLine } from './report.ts'
import type { RuntimeApi } from './runtime-api.ts'
import type { FunctionSpec, Invocation, Outcome, Report } from './types.ts'

export interface FunctionParts {
  readonly api: RuntimeApi
  readonly faults: Faults
  readonly limit: () => number
  readonly how: Pick<Launch, 'bootstrap' | 'bundle' | 'env'>
  readonly onLine: (line: string, instanceId: string) => void
  readonly onReport: (report: Report) => void
}

/** One function at work: its fleet, its metrics, its REPORT lines. */
export interface LambdaFunction {
  readonly spec: FunctionSpec
  readonly fleet: Fleet
  readonly meter: Meter
  invoke(invocation: Invocation): Promise<Outcome>
  stop(): Promise<void>
}

/** Makes a function of the model able to run. */
export function lambdaFunction(ctx: Context, spec: FunctionSpec, parts: FunctionParts): LambdaFunction {
  const create = (slot: number) => newEnvironment(ctx, spec, parts, slot)
  const idleMs = scaled(platform.lambdaIdleSeconds, ctx.timeScale) * 1000
  const fleet: Fleet = new Fleet({
    functionId: spec.id,
    limit: parts.limit,
    create,
    idleMs,
    hasRoom: () => process.availableMemory() / 1024 ** 2 >= platform.reserveMiB + platform.copyMiB,
    throttled: () => metrics.throttled(),
  })
  const metrics = meter(ctx, spec.id, () => fleet.takePeak())
  return {
    spec,
    fleet,
    meter: metrics,
    async invoke(invocation) {
      const outcome = await fleet.invoke(invocation, () => parts.faults.draw(spec.id))
      metrics.done(outcome.report)
      parts.onReport(outcome.report)
      return outcome
    },
    async stop() {
      await fleet.stop()
      metrics.stop()
    },
  }
}

function newEnvironment(ctx: Context, spec: FunctionSpec, parts: FunctionParts, slot: number): Environment {
  const id = randomBytes(16).toString('hex')
  return new Environment({
    spec,
    id,
    slot,
    functionArn: functionArn(spec.system, spec.id),
    api: parts.api,
    launch: (address, onLine) =>
      launch(ctx, {
        ...parts.how,
        spec,
        instanceId: id,
        slot,
        address,
        onLine: (line) => {
          onLine(line)
          parts.onLine(line, id)
        },
      }),
    say: (what, detail) => ctx.say({ part: spec.id, what, detail }),
    onReport: (report) => ctx.processes.note(`${spec.id}-${slot}`, reportLine(report, spec)),
  })
}
