import type { Domain } from './domain.ts'
import type { Firewalls } from './firewalls.ts'
import type { NetworkStack } from './network.ts'
import type { Stack } from './stack.ts'

/** Where an entry sends the requests for a workload; its copies register here. */
export interface TargetGroup {
  readonly arn: string
  /** `balancer` is of an ALB or NLB, `lattice` of a service network: they take targets by APIs of their own. */
  readonly kind: 'balancer' | 'lattice'
  /** Id of a security group that lets the entry in, which copies bear beside their own; none where their own does. */
  readonly securityGroupId?: string
  /** The rule that leads here; none where a balancer has no rules. */
  readonly ruleArn?: string
  /** What CloudWatch calls it in the dimension `TargetGroup`. */
  readonly metricName: string
}

/** What an entry leaves for whoever comes after it. */
export interface Way {
  /** Host name on which it answers; empty where it has none of its own. */
  readonly host: string
  /** What CloudWatch calls it in the dimension `LoadBalancer`; empty where it has no such metrics. */
  readonly metricName: string
  readonly targets: Readonly<Record<string, TargetGroup>>
  /** URLs by which workloads call a workload through it. */
  readonly urls: Readonly<Record<string, string>>
}

/** What the entries are made in. */
export interface EdgePlace {
  readonly stack: Stack
  readonly network: NetworkStack
  readonly firewalls: Firewalls
  readonly domain: Domain
  /** Another entry, which this one leads to. */
  readonly way: (id: string) => Way
}
