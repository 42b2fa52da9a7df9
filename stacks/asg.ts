import type { Construct } from 'constructs'
import type { ComputeContext } from './compute-context.ts'
import { asgService } from './constructs/asg-service.ts'
import { logGroup } from './constructs/log-group.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { longRunningOn } from './workloads.ts'

/** Workloads on instances of their own; one that needs a single instance is a group of one, which replaces it. */
export class AsgStack extends Stack {
  constructor(scope: Construct, site: Site, ctx: ComputeContext) {
    super(scope, site, 'asg')
    for (const [id, it] of longRunningOn(site.system, 'asg', 'ec2')) {
      logGroup(this, id, it.logGroup, ctx.security.keys.logs)
      asgService(id, it, this, ctx)
    }
  }
}
