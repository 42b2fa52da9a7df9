import { randomUUID } from 'node:crypto'
import * as kinesis from '@aws-sdk/client-kinesis'
import * as sns from '@aws-sdk/client-sns'
import * as sqs from '@aws-sdk/client-sqs'
import { tableOf } from '../../../lib/own.ts'
import type { AwsResponse } from '../../types.ts'
import { jsonProtocol } from '../wire/json.ts'
import { modelOf, type OperationModel, type ServiceModel } from '../wire/model.ts'
import type { Output } from '../wire/protocol.ts'
import { queryProtocol } from '../wire/query.ts'

/** MiniStack's services that callers speak to in several protocols, or whose answers are XML. */
export const models = tableOf<ServiceModel>({
  kinesis: modelOf(kinesis),
  sns: modelOf(sns),
  sqs: modelOf(sqs),
})

/** What is known of a call before it is read. */
interface Asked {
  readonly service: string
  readonly action: string
  readonly protocol: string
}

/** The schemas of what a call asks of one of them. */
export const schemasOf = ({
  service,
  action,
}: Pick<Asked, 'service' | 'action'>): OperationModel | undefined => models[service]?.operation(action)

/** An answer of ours to a call of one of them, in the call's protocol. */
export function written(call: Asked, output: Output): AwsResponse {
  const protocolOf = call.protocol === 'query' ? queryProtocol : jsonProtocol
  return protocolOf(models[call.service]!).write(schemasOf(call)!, output, randomUUID())
}
