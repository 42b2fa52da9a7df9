import type { AwsResponse } from '../../../types.ts'
import { readXml } from '../../wire/xml.ts'
import type { Call } from '../call.ts'
import { schemasOf } from '../models.ts'
import { resourcesOf } from '../resource.ts'
import type { Control } from './records.ts'

const SERVICES = new Set(['dynamodb', 'kinesis', 'sqs', 'sns', 'secretsmanager', 'ssm', 'events'])
const SUBSCRIBE = schemasOf({ service: 'sns', action: 'Subscribe' })!.output
const READS =
  /^(?:Get|List|Describe|Batch|Query|Scan|Transact|Receive|ChangeMessage|Check|Test|Search|SubscribeTo)/
const DATA =
  /^(?:PutItem|UpdateItem|DeleteItem|PutRecords?|SendMessage|DeleteMessage|Publish|PurgeQueue|Execute|PutEvents)/

/** Whether a call makes, changes or deletes a resource that is to be there again after a crash. */
export const isControl = ({ service, action }: Call): boolean =>
  SERVICES.has(service) && action !== '' && !READS.test(action) && !DATA.test(action)

/** A call as it came, to be sent again. */
export function controlOf(call: Call, response: AwsResponse): Control {
  const { url, headers, body } = call.request
  const kept = ['authorization', 'content-type', 'x-amz-target'].flatMap((name) =>
    headers[name] === undefined ? [] : [[name, headers[name]] as const],
  )
  const [resource = ''] = resourcesOf(call)
  const entry = { kind: 'control', service: call.service, action: call.action, resource, url } as const
  const subscription = call.action === 'Subscribe' ? subscriptionArn(response) : undefined
  return {
    ...entry,
    headers: Object.fromEntries(kept),
    body: body.toString('base64'),
    ...(subscription ? { subscription } : {}),
  }
}

/** ARN that a Subscribe was answered with. */
export const subscriptionArn = (response: AwsResponse): string | undefined =>
  (readXml(SUBSCRIBE, response.body, 'SubscribeResult') as { readonly SubscriptionArn?: string })
    .SubscriptionArn
