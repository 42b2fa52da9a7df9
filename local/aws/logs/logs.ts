import type { AwsService } from '../../types.ts'
import { problems } from '../wire/error.ts'
import { awsService } from '../wire/service.ts'
import { describeOperations } from './describe.ts'
import { eventOperations } from './events.ts'
import type { LogEstate } from './groups.ts'

/** CloudWatch Logs of the model's log groups, over the logs that the processes here write. */
export const logsService = (estate: LogEstate): AwsService =>
  awsService({
    signingName: 'logs',
    client: () => import('@aws-sdk/client-cloudwatch-logs'),
    problems: problems('InvalidParameterException'),
    operations: { ...describeOperations(estate), ...eventOperations(estate) },
  })
