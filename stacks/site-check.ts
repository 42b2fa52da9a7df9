import type { Finding } from '../model/finding.ts'
import { podsPerNode, ROOM_VCPU } from './constructs/node-room.ts'
import { MOST_METRICS, metricsOf } from './observed.ts'
import { rateLimit } from './rate-limit.ts'
import type { Site } from './site.ts'
import { TLS_VERSIONS } from './tls.ts'
import { longRunningOn } from './workloads.ts'

type Sized = Pick<Site, 'system' | 'profile'>

/** What no stack could be made of, beside what `check()` finds in the model alone: it depends on the profile, or on AWS. */
export const checkSite = (site: Sized): readonly Finding[] =>
  [tls, alarms, entry, rate, pods].flatMap((one) => one(site))

function tls({ system: { operations } }: Sized): readonly Finding[] {
  if (TLS_VERSIONS.includes(operations.tlsVersion)) return []
  const what = `'${operations.tlsVersion}' is not the oldest version of any security policy of stacks/tls.ts`
  return [{ where: 'operations.tlsVersion', what, mend: `take one of ${TLS_VERSIONS.join(', ')}` }]
}

/** Metrics that AWS has by part only are as many as there are parts: nodes of the profile, tables of the model. */
const alarms = (site: Sized): readonly Finding[] =>
  Object.entries(site.system.alarms)
    .map(([id, it]) => [id, it.kind === 'metric' ? metricsOf(it, site) : 0] as const)
    .filter(([, metrics]) => metrics > MOST_METRICS)
    .map(([id, metrics]) => ({
      where: `alarms.${id}`,
      what: `computes with ${metrics} metrics`,
      mend: `AWS takes ${MOST_METRICS}: measure fewer parts, or make two alarms`,
    }))

function entry({ system: { entries, frontDoor } }: Sized): readonly Finding[] {
  if (frontDoor === undefined || entries[frontDoor]?.kind === 'alb') return []
  const what = `the load of game days cannot come in by '${frontDoor}' on AWS`
  return [{ where: 'frontDoor', what, mend: 'name an alb' }]
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
const RATES = [10, 2_000_000_000] as const

function rate({ system }: Sized): readonly Finding[] {
  const [least, most] = RATES
  const limit = rateLimit(system)
  if (limit >= least && limit <= most) return []
  const what = `web ACLs would let ${limit} requests of an address pass, after the highest of the loads`
  return [{ where: 'loads', what, mend: `have a load for which it is ${least} to ${most}` }]
}

function pods({ system }: Sized): readonly Finding[] {
  const tooLarge = longRunningOn(system, 'eks').filter(([, it]) => podsPerNode(it) < 1)
  return tooLarge.map(([id, { vcpu }]) => ({
    where: `workloads.${id}.vcpu`,
    what: `no node has room for a pod of ${vcpu} vCPU`,
    mend: `take ${ROOM_VCPU} at the most, or larger nodes in stacks/constructs/eks-nodes.ts`,
  }))
}
