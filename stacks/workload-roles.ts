import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile/index.js'
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js'
import type { Workload } from '../model/kinds.ts'
import { grantsOf } from './iam.ts'
import { executionGrants } from './iam-runtime.ts'
import type { Keys } from './keys.ts'
import { policy } from './policy.ts'
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
  return { arn: made.arn, name: made.name, ...besideIt(stack, id, it, on, made) }
}

function besideIt(stack: Stack, id: string, it: Workload, on: Runtime, made: IamRole): Partial<WorkloadRole> {
  const { system } = stack.site
  if (on === 'ecs') {
    const grants = executionGrants(system, id, it)
    return { executionArn: role(stack, `${id}-execution`, { service: SERVICE.ecs, grants }).arn }
  }
  if (!ON_INSTANCES.has(on)) return {}
  const profile = new IamInstanceProfile(stack, `${id}-profile`, { name: made.name, role: made.name })
  return { instanceProfile: profile.name }
}

/** Trust policies that are not the plain one: EC2 and EKS's pod identity send no source account. */
const TRUST: Readonly<Partial<Record<Runtime, { readonly trust: string }>>> = {
  eks: plain(SERVICE.eks, ['sts:AssumeRole', 'sts:TagSession']),
  asg: plain(SERVICE.asg, ['sts:AssumeRole']),
  ec2: plain(SERVICE.ec2, ['sts:AssumeRole']),
  lambda: plain(SERVICE.lambda, ['sts:AssumeRole']),
}

function plain(service: string, actions: readonly string[]): { readonly trust: string } {
  return { trust: policy([{ principals: { Service: service }, actions }]) }
}
