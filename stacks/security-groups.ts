import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group/index.js'
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group/index.js'
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js'
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js'
import type { SecurityGroup as Group, SecurityGroupMember, System } from '../model/kinds.ts'
import { groupOf } from '../model/references.ts'
import { ANYWHERE } from './addresses.ts'
import type { Stack } from './stack.ts'

/** Ids of the groups: by the model's id, and by what is in them (`ecs`, `aurora`, `alb`, …). */
export interface SecurityGroups {
  readonly byId: Readonly<Record<string, string>>
  readonly of: (member: SecurityGroupMember) => string
}

type Inbound = Group['inbound'][number]

/** The model's groups with its inbound rules; outbound, what those rules ask of the other side. */
export function securityGroups(stack: Stack, vpcId: string): SecurityGroups {
  const { system } = stack.site
  // the group that AWS gives everything without one: it lets nothing in or out
  new DefaultSecurityGroup(stack, 'default-group', { vpcId, tags: { Name: `${system.id}-unused` } })
  const all = Object.entries(system.securityGroups).filter(([, it]) => it.members.some(standsIn(system)))
  const byId = Object.fromEntries(all.map(([id, it]) => [id, group(stack, vpcId, id, it)]))
  for (const [id, it] of all) {
    const rules = it.inbound.filter(({ from }) => !system.securityGroups[from] || byId[from])
    for (const rule of rules) for (const port of portsOf(rule)) inbound(stack, byId, id, rule, port)
    if (it.members.some((member) => RUNS_CODE.has(member))) outward(stack, byId, id)
  }
  return { byId, of: (member) => byId[known(system, member)]! }
}

/** Tells which members the model has; a group of none of them is not made. */
function standsIn(system: System): (member: SecurityGroupMember) => boolean {
  const kinds = [...Object.values(system.resources), ...Object.values(system.entries)].map((it) => it.kind)
  const runtimes = Object.values(system.workloads).map((it) => it.on)
  // what changes the password of a secret is a function, whatever the workloads are
  const rotated = kinds.includes('secret') ? (['lambda'] as const) : []
  const present = new Set<SecurityGroupMember>([...kinds, ...runtimes, ...rotated, 'endpoint'])
  return (member) => present.has(member)
}

/** What runs code reaches AWS, other services and the payment provider: its way out is open. */
const RUNS_CODE: ReadonlySet<SecurityGroupMember> = new Set(['ecs', 'eks', 'asg', 'ec2', 'lambda'])

function known(system: System, member: SecurityGroupMember): string {
  const id = groupOf(system, member)
  if (id) return id
  throw new Error(`no security group of ${system.id} has '${member}' among its members`)
}

function group(stack: Stack, vpcId: string, id: string, it: Group): string {
  const made = new SecurityGroup(stack, `${id}-group`, {
    vpcId,
    name: it.name,
    description: it.usedBy,
    tags: { Name: it.name },
  })
  return made.id
}

const portsOf = ({ ports }: Inbound): readonly (number | 'all')[] => (ports === 'all' ? [ports] : ports)

/** One rule for each port; where another group is let in, that group may go out to here as well. */
function inbound(
  stack: Stack,
  byId: Record<string, string>,
  id: string,
  rule: Inbound,
  port: number | 'all',
): void {
  const { system } = stack.site
  const traffic = port === 'all' ? { ipProtocol: '-1' } : { ipProtocol: 'tcp', fromPort: port, toPort: port }
  const source = system.securityGroups[rule.from]
  const from = source
    ? { referencedSecurityGroupId: byId[rule.from]! }
    : { cidrIpv4: rule.from === 'vpc' ? system.vpcCidr : rule.from }
  const name = `${port}-from-${rule.from === ANYWHERE ? 'anywhere' : rule.from}`
  const description = `${port} from ${source?.name ?? rule.from}`
  new VpcSecurityGroupIngressRule(stack, `${id}-${name}`, {
    securityGroupId: byId[id]!,
    description,
    ...traffic,
    ...from,
  })
  if (!source || source.members.some((member) => RUNS_CODE.has(member))) return
  new VpcSecurityGroupEgressRule(stack, `${rule.from}-${port}-to-${id}`, {
    securityGroupId: byId[rule.from]!,
    description: `${port} to ${system.securityGroups[id]!.name}`,
    ...traffic,
    referencedSecurityGroupId: byId[id]!,
  })
}

function outward(stack: Stack, byId: Record<string, string>, id: string): void {
  new VpcSecurityGroupEgressRule(stack, `${id}-out`, {
    securityGroupId: byId[id]!,
    description: 'AWS, other services, the world outside',
    ipProtocol: '-1',
    cidrIpv4: ANYWHERE,
  })
}
