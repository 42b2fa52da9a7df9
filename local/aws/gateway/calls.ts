import { tableOf } from '../../../lib/own.ts'
import type { Call } from './call.ts'
import { resourcesOf } from './resource.ts'

/** File of a system's state with every call of the run that ended last. */
export const CALLS_FILE = 'calls.json'

/** Something that a caller has done at least once: with it, least privilege can be held against what is granted. */
export interface CallMade {
  /** The caller's access key; the platform gives each workload its own id for one. */
  readonly workload: string
  /** As IAM writes it: `dynamodb:PutItem`. */
  readonly action: string
  /** Name of a table, a stream, a queue, …, an index as `table/index/name`; `*` for a call by an iterator or an id that names none. */
  readonly resource: string
}

/** IAM's prefix of a service where it is not the signing name. */
const PREFIXES = tableOf({ monitoring: 'cloudwatch' })
/** Calls in batches, which need the right of the single one. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html */
const SINGLE = tableOf({
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  PublishBatch: 'Publish',
})

/** A transaction has no right of its own: it needs those of its items. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const ITEMS = tableOf({
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
})

/** A record of who called what on what, each once. */
export function callRecord() {
  const made = new Map<string, CallMade>()
  return {
    note(call: Call) {
      if (!call.signature) return
      const workload = call.signature.accessKey
      for (const right of call.input().TransactItems ? ofItems(call) : ofCall(call))
        made.set(`${workload} ${right.action} ${right.resource}`, { workload, ...right })
    },
    all: (): readonly CallMade[] => [...made.values()],
  }
}

type Right = Omit<CallMade, 'workload'>

function ofCall(call: Call): readonly Right[] {
  const action = `${PREFIXES[call.service] ?? call.service}:${SINGLE[call.action] ?? call.action}`
  const named = resourcesOf(call)
  if (named.length === 0) return [{ action, resource: '*' }]
  const { IndexName } = call.input()
  return named.map((name) => ({ action, resource: IndexName ? `${name}/index/${IndexName}` : name }))
}

type Items = readonly Readonly<Record<string, { readonly TableName?: string }>>[]

function ofItems(call: Call): readonly Right[] {
  return (call.input().TransactItems as Items).flatMap((item) =>
    Object.entries(item).map(([kind, { TableName: resource = '*' }]) => ({
      action: `dynamodb:${ITEMS[kind]}`,
      resource,
    })),
  )
}
