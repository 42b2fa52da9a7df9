import type { AwsService } from '../../types.ts'
import type { Estate } from '../estate.ts'
import { problems } from '../wire/error.ts'
import { awsService } from '../wire/service.ts'
import { describeInstances } from './describe-instances.ts'
import { stateChanges } from './state-changes.ts'
import { zoneOperations } from './zones.ts'

/** EC2 of the instances that run here. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html */
export const ec2Service = (estate: Estate): AwsService =>
  awsService({
    signingName: 'ec2',
    client: () => import('@aws-sdk/client-ec2'),
    problems: problems('InvalidParameterValue', 'MissingParameter'),
    operations: { ...describeInstances(estate), ...stateChanges(estate), ...zoneOperations(estate) },
  })
