import Type from 'typebox'
import type { AuroraEngine, AuroraMember } from '../../../types.ts'
import { type ActionRun, action } from '../action.ts'
import { sleep } from '../duration.ts'
import { flag, optional } from '../parameters.ts'
import type { Resource } from '../target-type.ts'
import type { World } from '../world.ts'

const LOOK_SECONDS = 0.1
/** A member that is not back by then does not come by itself. */
const PATIENCE_MS = 60_000

/** Reboots members of Aurora clusters where they are; a writer with `forceFailover` by failing over to a reader. */
export const rdsRebootDbInstances = action({
  id: 'aws:rds:reboot-db-instances',
  description: 'Reboot the target DB instances.',
  parameters: Type.Object({
    forceFailover: optional(flag('If true, the writer is rebooted through a failover.')),
  }),
  run: (at) =>
    at.inject({
      data: { members: at.targets.map((target) => target.id) },
      async apply() {
        await Promise.all(
          at.targets.map((target) => reboot(at, target, at.parameters.forceFailover ?? false)),
        )
      },
      undo: () => undefined,
      clean(target) {
        const state = memberOf(at.world, target.id).member.state
        return { ok: state === 'available', evidence: `${target.id} is ${state}` }
      },
    }),
})

async function reboot(at: ActionRun, target: Resource, forceFailover: boolean) {
  const { engine, member: before } = memberOf(at.world, target.id)
  if (before.role === 'writer' && forceFailover) await engine.failover()
  else await engine.reboot(target.id)
  const now = await back(at, target, before.pid)
  const ok = now.state === 'available' && now.pid !== before.pid
  at.landed(target, { ok, evidence: `process ${before.pid} became ${now.pid}; the member is ${now.state}` })
}

/** Waits until the member is available in another process, the experiment stops, or patience ends. */
async function back(
  { world, signal }: ActionRun,
  target: Resource,
  pid: number | null,
): Promise<AuroraMember> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const { member } = memberOf(world, target.id)
    if (signal.aborted || Date.now() > until || (member.state === 'available' && member.pid !== pid))
      return member
    await sleep(LOOK_SECONDS, signal)
  }
}

function memberOf(world: World, id: string): { engine: AuroraEngine; member: AuroraMember } {
  for (const engine of Object.values(world.aurora)) {
    const member = engine.members().find((it) => it.id === id)
    if (member) return { engine, member }
  }
  throw new Error(`No DB instance ${id}`)
}
