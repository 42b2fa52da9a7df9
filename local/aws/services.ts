import type { AwsService } from '../types.ts'
import { autoscalingService } from './autoscaling/autoscaling.ts'
import { ec2Service } from './ec2/ec2.ts'
import { ecsService } from './ecs/ecs.ts'
import { eksService } from './eks/eks.ts'
import { elasticacheService } from './elasticache/elasticache.ts'
import { elbv2Service } from './elbv2/elbv2.ts'
import type { Estate } from './estate.ts'
import { logsService } from './logs/logs.ts'
import { memorydbService } from './memorydb/memorydb.ts'
import { rdsService } from './rds/rds.ts'
import { redshiftService } from './redshift/redshift.ts'

/** The control planes of AWS's services over what runs here; what they do not serve is MiniStack's no longer. */
export const controlPlanes = (estate: Estate): readonly AwsService[] =>
  [
    ecsService,
    eksService,
    ec2Service,
    autoscalingService,
    elbv2Service,
    rdsService,
    elasticacheService,
    memorydbService,
    redshiftService,
    logsService,
  ].map((service) => service(estate))
