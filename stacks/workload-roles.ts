import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile/index.js'
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js'
import type { Workload } from '../model/kinds.ts'
import { grantsOf, passwordGrants } from './iam.ts'
import { executionGrants } from './iam-runtime.ts'
import type { Keys } from './keys.ts'
import { plainTrust } from './policy.ts'
import { role } from './roles.ts'
import type { Stack } from './stack.ts'

/** What a workload runs with. */
export interface WorkloadRole {
  readonly arn: string
  readonly name: string
  /** Role with which ECS starts its tasks. */
  readonly executionArn?: string
  /** Name of the profile that hands the role to instances. */
  readonly instanceProfile?: string
}

type Runtime = Exclude<Workload['on'], 'outside'>
const SERVICE: Readonly<Record<Runtime, string>> = {
  ecs: 'ecs-tasks.amazonaws.com',
  eks: 'pods.eks.amazonaws.com',
  asg: 'ec2.amazonaws.com',
  ec2: 'ec2.amazonaws.com',
  lambda: 'lambda.amazonaws.com',
}
const ON_INSTANCES: ReadonlySet<Runtime> = new Set(['asg', 'ec2'])

/** Makes the role of each workload that runs on AWS; by workload id. */
export function workloadRoles(stack: Stack, keys: Keys): Readonly<Record<string, WorkloadRole>> {
  const roles = Object.entries(stack.site.system.workloads).flatMap(([id, it]) =>
    it.on === 'outside' ? [] : [[id, workloadRole(stack, id, it, it.on, keys)] as const],
  )
  return Object.fromEntries(roles)
}

function workloadRole(stack: Stack, id: string, it: Workload, on: Runtime, keys: Keys): WorkloadRole {
  const { system } = stack.site
  const made = role(stack, id, {
    service: SERVICE[on],
    grants: grantsOf(system, id, keys),
    ...TRUST[on],
    // Session Manager and FIS's faults on instances go through the SSM agent, whose list AWS keeps
    managed: ON_INSTANCES.has(on) ? ['AmazonSSMManagedInstanceCore'] : [],
  })
  return { arn: made.arn, name: made.name, ...besideIt(stack, id, it, on, made, keys) }
}

function besideIt(
  stack: Stack,
  id: string,
  it: Workload,
  on: Runtime,
  made: IamRole,
  keys: Keys,
): Partial<WorkloadRole> {
  const { system } = stack.site
  if (on === 'ecs') {
    const grants = [...executionGrants(system, id, it), ...passwordGrants(system, id, keys)]
    return { executionArn: role(stack, `${id}-execution`, { service: SERVICE.ecs, grants }).arn }
  }
  if (!ON_INSTANCES.has(on)) return {}
  const profile = new IamInstanceProfile(stack, `${id}-profile`, { name: made.name, role: made.name })
  return { instanceProfile: profile.name }
}

/** Trust policies that are not the plain one of services that say for whom they act. */
const TRUST: Readonly<Partial<Record<Runtime, { readonly trust: string }>>> = {
  eks: { trust: plainTrust(SERVICE.eks, ['sts:AssumeRole', 'sts:TagSession']) },
  asg: { trust: plainTrust(SERVICE.asg) },
  ec2: { trust: plainTrust(SERVICE.ec2) },
  lambda: { trust: plainTrust(SERVICE.lambda) },
}
