import { tableOf } from '../../../../lib/own.ts'
import type { FisResourceType } from '../../../../model/fis.ts'
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

/** How each type is found; the compiler asks for a row when an action of `model/fis.ts` takes another. */
const registry: { readonly [Type in FisResourceType]: TargetType<Type> } = {
  'aws:ecs:task': ecsTask,
  'aws:eks:nodegroup': eksNodegroup,
  'aws:eks:pod': eksPod,
  'aws:ec2:instance': ec2Instance,
  'aws:lambda:function': lambdaFunction,
  'aws:rds:cluster': rdsCluster,
  'aws:rds:db': rdsDb,
  'aws:ec2:subnet': ec2Subnet,
  'aws:arc:zonal-shift-managed-resource': zonalShiftManagedResource,
}

/** The types of resources by name, for names from anywhere. */
export const targetTypes = tableOf<TargetType>(registry)
