import { tableOf } from '../../../../lib/own.ts'
import type { TargetType } from '../target-type.ts'
import { ec2Instance } from './ec2-instance.ts'
import { ec2Subnet } from './ec2-subnet.ts'
import { ecsTask } from './ecs-task.ts'
import { eksNodegroup } from './eks-nodegroup.ts'
import { eksPod } from './eks-pod.ts'
import { lambdaFunction } from './lambda-function.ts'
import { rdsCluster } from './rds-cluster.ts'
import { rdsDb } from './rds-db.ts'
import { zonalShiftManagedResource } from './zonal-shift-managed-resource.ts'

/** The types of resources that templates may name here. */
export const targetTypes = tableOf<TargetType>(
  Object.fromEntries(
    [
      ecsTask,
      eksNodegroup,
      eksPod,
      ec2Instance,
      lambdaFunction,
      rdsCluster,
      rdsDb,
      ec2Subnet,
      zonalShiftManagedResource,
    ].map((type) => [type.resourceType, type]),
  ),
)
