import type { Finding } from '../finding.ts'
import type { SecurityGroup, SecurityGroupMember, System } from '../kinds.ts'
import { kindsWhere } from '../resource-traits.ts'
import { rangeOf } from './address-range.ts'

/** Security groups: each member in one of them, and inbound rules of ports and sources that there are. */
export function checkGroups(system: System): readonly Finding[] {
  const inbound = Object.entries(system.securityGroups).flatMap(([id, it]) =>
    it.inbound.flatMap((rule) => [...source(system, id, rule), ...ports(id, rule)]),
  )
  return [...members(system), ...inbound, ...stores(system)]
}

type Rule = SecurityGroup['inbound'][number]

const STORES = kindsWhere(({ inVpc }) => inVpc)

/** What has an address in the VPC: stores, balancers, what runs workloads, endpoints of AWS; a password is changed from inside. */
function members({ resources, entries, securityGroups, workloads }: System): readonly Finding[] {
  const kinds = [...Object.values(resources), ...Object.values(entries)].map((it) => it.kind)
  const runtimes = Object.values(workloads).flatMap((it) => (it.on === 'outside' ? [] : [it.on]))
  const balanced = kinds.filter((kind) => kind === 'alb' || kind === 'nlb')
  const rotated: readonly SecurityGroupMember[] = kinds.includes('secret') ? ['lambda'] : []
  const stored = STORES.filter((kind) => kinds.includes(kind))
  const wanted = new Set<SecurityGroupMember>([...stored, ...balanced, ...runtimes, ...rotated, 'endpoint'])
  return [...wanted]
    .filter(
      (member) => Object.values(securityGroups).filter((it) => it.members.includes(member)).length !== 1,
    )
    .map((member) => ({
      where: 'securityGroups',
      what: `'${member}' is a member of none, or of several`,
      mend: 'add it to the members of one group',
    }))
}

function source({ securityGroups }: System, id: string, { from }: Rule): readonly Finding[] {
  if (from === 'vpc' || securityGroups[from] || rangeOf(from)) return []
  const mend = `take a range as 10.0.0.0/16, vpc, or one of ${Object.keys(securityGroups).join(', ')}`
  return [{ where: `securityGroups.${id}`, what: `'${from}' is no range and no group`, mend }]
}

const ports = (id: string, { ports: all }: Rule): readonly Finding[] =>
  (all === 'all' ? [] : all)
    .filter((port) => !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    .map((port) => ({
      where: `securityGroups.${id}`,
      what: `lets port ${port} in`,
      mend: 'AWS takes 0 to 65535',
    }))

/** A store is called on the first port that its group lets in. */
function stores({ resources, securityGroups }: System): readonly Finding[] {
  const kinds = new Set(Object.values(resources).map((it) => it.kind))
  return Object.entries(securityGroups)
    .filter(([, it]) =>
      it.members.some((member) => STORES.some((kind) => kind === member && kinds.has(kind))),
    )
    .filter(
      ([
        ,
        {
          inbound: [first],
        },
      ]) => !first || first.ports === 'all' || first.ports.length === 0,
    )
    .map(([id]) => ({
      where: `securityGroups.${id}`,
      what: 'its first rule names no port, and its stores are called on it',
      mend: 'name the port first',
    }))
}
