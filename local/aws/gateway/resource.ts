import type { Call } from './call.ts'

const NAMES = [
  'TableName',
  'StreamName',
  'QueueUrl',
  'QueueName',
  'SubscriptionArn',
  'TopicArn',
  'TargetArn',
  'StreamARN',
  'ResourceArn',
  'ResourceARN',
  'SecretId',
  'Name',
  'ClusterIdentifier',
  'FunctionName',
]
const NAMED_BY_PATH = /^\/(?:[^/?]*\/)*?functions\/([^/?]+)|^\/([^/?]+)/

/** Names of what a call is about: tables, streams, queues, topics, secrets, functions; an ARN is cut to its last part. */
export function resourcesOf(call: Call): readonly string[] {
  if (call.protocol === 'rest-json' || call.protocol === 'rest-xml') return fromPath(call)
  const input = call.input()
  const one = NAMES.map((name) => input[name]).find((value) => typeof value === 'string')
  if (one) return [shortName(one)]
  if (input.RequestItems) return Object.keys(input.RequestItems).map(shortName)
  const items = (input.TransactItems ?? []) as readonly Record<string, { readonly TableName?: string }>[]
  const tables = items.flatMap((item) => Object.values(item).flatMap((it) => it.TableName ?? []))
  return [...new Set(tables.map(shortName))]
}

function fromPath({ request }: Call): readonly string[] {
  const [, functionName, first] = NAMED_BY_PATH.exec(request.url) ?? []
  const name = functionName ?? first
  return name ? [decodeURIComponent(name)] : []
}

/** A subscription's ARN stays whole: its last part is no name. */
function shortName(text: string): string {
  if (!text.startsWith('arn:')) return text.split('/').at(-1)!
  const [, , service, , , ...rest] = text.split(':')
  if (service === 'sns' && rest.length > 1) return text
  return rest
    .at(-1)!
    .replace(/^(?:table|stream)\//, '')
    .split('/')[0]!
}
