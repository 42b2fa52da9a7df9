import Type from 'typebox'
import type { Toxic } from '../../../types.ts'
import type { ActionRun } from '../action.ts'
import { isSource } from '../dependency.ts'
import { duration, flag, integer, oneOf, optional, text } from '../parameters.ts'
import type { Resource } from '../target-type.ts'

const IP = /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/
const ZONE = /^([a-z]{2}(-[a-z]+)+-\d[a-z]|[a-z]+\d-az\d)$/
const sources = Type.Decode(
  Type.Refine(
    Type.String({ description: 'The sources, separated by commas: domain names, ALL, DYNAMODB or S3.' }),
    (all: string) => all.split(',').every((it) => it !== '' && !IP.test(it) && !ZONE.test(it)),
    () =>
      'must be domain names, ALL, DYNAMODB or S3: addresses and zones cannot be told apart on one machine',
  ),
  (all) => all.split(','),
)

/** Parameters of latency and packet loss, of tasks and pods alike. */
export const flowParameters = {
  duration: duration('The duration of the test (ISO 8601).', { from: 1 }),
  sources: optional(sources),
  flowsPercent: optional(
    integer('The percentage of network flows that are affected; only 100 is available here.', 100, 100),
  ),
}
const protocol = oneOf('The protocol; only tcp is available here.', ['tcp'])
const hole = {
  duration: duration('The duration of the test (ISO 8601).', { from: 1 }),
  port: integer('The port number, as the dependency has it on AWS.', 1, 65_535),
  trafficType: oneOf('The type of traffic; only egress is available here.', ['egress']),
}
/** Parameters of a blackholed port, for tasks and for pods. */
export const taskBlackholeParameters = { ...hole, protocol: optional(protocol) }
export const podBlackholeParameters = { ...hole, protocol }
/** What pods take beside those of latency and packet loss. */
export const interfaceParameters = {
  interface: optional(text('The network interfaces; there is one here.')),
}
/** What tasks take beside them; it steers AWS's agent, which there is none of here. */
export const agentParameters = {
  installDependencies: optional(flag('Whether to install dependencies; there is nothing to install here.')),
  useEcsFaultInjectionEndpoints: optional(flag('Whether to use the Amazon ECS fault injection APIs.')),
}

/** Which links a network fault is put on; `target` picks the links of one target. */
export interface Reach {
  readonly ofTarget: (target: Resource, link: { readonly copy: string; readonly zone: string }) => boolean
  readonly wants: (to: string) => boolean
}

/** Reach of an action on copies: their links to the dependencies that the sources mean. */
export const linksOfCopies = (at: ActionRun, from: readonly string[] = ['ALL']): Reach => ({
  ofTarget: (target, { copy }) => copy === target.id,
  wants: (to) => from.some((source) => isSource(at.cloud.system, source, to)),
})

/** Puts a toxic on links for so long; it landed for a target where any of its links is touched. */
export async function disturb(at: ActionRun, reach: Reach, toxic: Toxic, seconds: number): Promise<void> {
  const touched = new Map<string, Set<string>>(at.targets.map((target) => [target.id, new Set()]))
  let remove = () => {}
  await at.inject({
    data: { targets: at.targets.map((target) => target.id) },
    apply() {
      remove = at.world.links.add((link) => {
        const target = at.targets.find((it) => reach.ofTarget(it, link))
        if (!target || !reach.wants(link.to)) return false
        touched.get(target.id)!.add(`${link.copy} → ${link.to}`)
        return true
      }, toxic)
    },
    undo: () => remove(),
    clean: () => ({ ok: true, evidence: 'the links carry traffic as before' }),
  })
  await at.hold(seconds)
  for (const target of at.targets) at.landed(target, landing(touched.get(target.id)!, toxic))
}

const landing = (links: ReadonlySet<string>, { kind }: Toxic) => ({
  ok: links.size > 0,
  evidence: links.size > 0 ? `${kind} on ${[...links].join(', ')}` : 'no link of it leads there',
})
