import Type from 'typebox'
import type { AuroraEngine } from '../../../types.ts'
import { type ActionRun, action } from '../action.ts'
import type { Resource } from '../target-type.ts'

/** Fails Aurora clusters over to a reader. */
export const rdsFailoverDbCluster = action({
  id: 'aws:rds:failover-db-cluster',
  description: 'Failover a DB cluster, promoting one of its Aurora replicas to be the primary DB instance.',
  parameters: Type.Object({}),
  run: (at) =>
    at.inject({
      data: { clusters: at.targets.map((target) => target.id) },
      async apply() {
        await Promise.all(at.targets.map((target) => failOver(at, target)))
      },
      undo: () => undefined,
      clean(target) {
        const writer = writerOf(at.world.aurora[target.id]!)
        return { ok: writer !== null, evidence: writer ? `${writer} takes writes` : 'no member takes writes' }
      },
    }),
})

async function failOver(at: ActionRun, target: Resource) {
  const engine = at.world.aurora[target.id]!
  const before = writerOf(engine)
  await engine.failover()
  const after = writerOf(engine)
  const evidence = `the writer was ${before ?? '(none)'} and is ${after ?? '(none)'}`
  at.landed(target, { ok: after !== null && after !== before, evidence })
}

const writerOf = (engine: AuroraEngine): string | null =>
  engine.members().find((member) => member.role === 'writer' && member.state === 'available')?.id ?? null
