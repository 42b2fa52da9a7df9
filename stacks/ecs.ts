import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster/index.js'
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers/index.js'
import type { Construct } from 'constructs'
import { arn, clusterName } from '../model/names.ts'
import type { ComputeContext } from './compute-context.ts'
import { ecsService } from './constructs/ecs-service.ts'
import { logGroup } from './constructs/log-group.ts'
import { plainTrust } from './policy.ts'
import { type Role, role } from './roles.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { longRunningOn } from './workloads.ts'

/** The ECS cluster and its services on Fargate. */
export class EcsStack extends Stack {
  constructor(scope: Construct, site: Site, ctx: ComputeContext) {
    super(scope, site, 'ecs')
    const { system } = site
    const cluster = new EcsCluster(this, 'cluster', {
      name: clusterName(system),
      setting: [{ name: 'containerInsights', value: 'enabled' }],
    })
    const capacity = new EcsClusterCapacityProviders(this, 'capacity', {
      clusterName: cluster.name,
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    })
    this.#managedInstanceRole()
    const inLattice = Object.values(system.entries).some((it) => it.kind === 'lattice')
    const latticeRole = inLattice ? this.#latticeRole() : null
    for (const [id, it] of longRunningOn(system, 'ecs')) {
      logGroup(this, id, it.logGroup, ctx.security.keys.logs)
      ecsService(id, it, { stack: this, ctx, cluster, capacity, latticeRole })
    }
  }

  /** The role of a task as a managed instance, which takes itself off the list when the task ends. */
  #managedInstanceRole(): void {
    const { system } = this.site
    role(this, 'managed-instance', {
      service: 'ssm.amazonaws.com',
      managed: ['AmazonSSMManagedInstanceCore'],
      grants: [
        {
          actions: ['ssm:DeleteActivation'],
          resources: ['*'],
          because: 'an activation has no ARN',
        },
        {
          actions: ['ssm:DeregisterManagedInstance'],
          resources: [arn(system, 'ssm', 'managed-instance/*')],
          conditions: { StringEquals: { 'ssm:resourceTag/System': system.id } },
          because:
            'AWS chooses the id of a managed instance; the tag, given at its activation, keeps it to our tasks',
        },
      ],
    })
  }

  #latticeRole(): Role {
    const service = 'ecs.amazonaws.com'
    return role(this, 'ecs-lattice', {
      service,
      // ECS is not known to name an account when it takes this role
      trust: plainTrust(service),
      managed: ['AmazonECSInfrastructureRolePolicyForVpcLattice'],
      grants: [],
    })
  }
}
