import { describe, expect, it } from 'vitest'
import { arn, queueArn, roleArn, streamArn, tableArn, topicArn } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type SeenCall, seenCalls } from './fixtures/calls.ts'
import { decisions, type IamRequest } from './fixtures/decisions.ts'
import { rolePolicy } from './fixtures/policies.ts'
import { synthesised } from './fixtures/synthesised.ts'
import { grantsOf } from './iam.ts'

const dev = synthesised()
const calls = seenCalls()
const keys = { data: 'data', messages: 'messages', logs: 'logs' }
const callers = [...new Set(calls.map((it) => it.workload))]

/** IAM's own variable for who calls. */
const CALLER = `\${aws:userid}`

/** ARN of what a call names, by the service of its action. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  dynamodb: (name) => tableArn(cloudcafe, name),
  kinesis: (name) => streamArn(cloudcafe, name),
  sqs: (name) => queueArn(cloudcafe, name),
  sns: (name) => topicArn(cloudcafe, name),
  'redshift-data': (name) => arn(cloudcafe, 'redshift', `cluster:${name}`),
}

/** What a call is about: an iterator is of the streams that its caller has named, a statement is of none. */
function resourcesOf({ workload, action, resource }: SeenCall): readonly string[] {
  const service = action.split(':')[0]!
  if (resource !== '*') return [ARNS[service]!(resource)]
  const named = calls.filter(
    (it) => it.workload === workload && it.action.startsWith('kinesis:') && it.resource !== '*',
  )
  return service === 'kinesis' ? named.flatMap(resourcesOf) : ['*']
}

const request = (workload: string, action: string, resource: string): IamRequest => ({
  policy: rolePolicy(dev, workload),
  principal: roleArn(cloudcafe, workload),
  region: cloudcafe.region,
  action,
  resource,
  // statements that a workload follows are those that it started
  context: { 'redshift-data:statement-owner-iam-userid': CALLER },
})

/** What a use allows and no run has called, and why it is allowed all the same. */
const UNCALLED: readonly { readonly action: RegExp; readonly why: string }[] = [
  {
    action: /^dynamodb:(GetItem|BatchGetItem|Query|Scan|PutItem|UpdateItem|BatchWriteItem)$/,
    why: 'a use says read or write, not how: one item or many is for the code to choose; no right to delete or to change a table',
  },
  {
    action: /^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)$/,
    why: 'Lambda polls in the name of the function; https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  },
  {
    action: /^sqs:ChangeMessageVisibility$/,
    why: 'a message whose work failed is given back at once, which a run without failures does not do',
  },
  {
    action: /^dynamodb:(DescribeStream|GetRecords|GetShardIterator)$/,
    why: 'Lambda reads the stream in the name of the function; https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
  },
  {
    action: /^redshift-data:ExecuteStatement$/,
    why: 'the Data API takes one statement or several; the loyalty service sends several',
  },
]

it('what the workloads call is recorded, of all of them that call AWS themselves', () => {
  const named = (kind: string) => ['dynamodb', 'kinesis', 'sqs', 'sns', 'redshift'].includes(kind)
  const wanted = Object.entries(cloudcafe.workloads).filter(
    ([, it]) => it.kind !== 'function' && it.uses.some((use) => named(kindOf(use.id))),
  )
  expect(callers).toEqual(expect.arrayContaining(wanted.map(([id]) => id)))
})

const kindOf = (id: string): string =>
  (cloudcafe.resources as Readonly<Record<string, { readonly kind: string }>>)[id]?.kind ?? ''

describe('IAM', () => {
  it('allows every call that a workload has made', async () => {
    const requests = calls.flatMap((it) =>
      resourcesOf(it).map((resource) => request(it.workload, it.action, resource)),
    )
    const decided = await decisions(requests)
    const refused = requests.filter((_, at) => decided[at] !== 'Allow')
    expect(refused.map(({ principal, action, resource }) => [principal, action, resource])).toEqual([])
  })

  it('refuses the same calls on anything else of the account', async () => {
    const named = calls.filter((it) => it.resource !== '*')
    const requests = named.map(({ workload, action }) =>
      request(workload, action, ARNS[action.split(':')[0]!]!('of-someone-else')),
    )
    expect(new Set(await decisions(requests))).toEqual(new Set(['ImplicitDeny']))
  })

  it('refuses to look at the statements of others', async () => {
    const others = { 'redshift-data:statement-owner-iam-userid': 'AROAEXAMPLE:someone' }
    const one = { ...request('loyalty', 'redshift-data:DescribeStatement', '*'), context: others }
    expect(await decisions([one])).toEqual(['ImplicitDeny'])
  })
})

describe('what is allowed and was never called', () => {
  const uncalled = Object.entries(cloudcafe.workloads).flatMap(([workload, { on }]) =>
    on === 'outside' ? [] : unusedActions(workload).map((action) => ({ workload, action })),
  )

  it('follows from a reason of its runtime, or has a row here', () => {
    const unexplained = uncalled.filter(({ action }) => !UNCALLED.some((row) => row.action.test(action)))
    expect(unexplained).toEqual([])
  })

  it('has no row that explains nothing', () => {
    const idle = UNCALLED.filter((row) => !uncalled.some(({ action }) => row.action.test(action)))
    expect(idle).toEqual([])
  })
})

/** Actions of a workload that only a use explains: grants of a runtime, of keys and of passwords say what they are for. */
function unusedActions(workload: string): readonly string[] {
  const called = new Set(calls.filter((it) => it.workload === workload).map((it) => it.action))
  return grantsOf(cloudcafe, workload, keys)
    .filter((grant) => /^uses [^:]*$/.test(grant.because))
    .flatMap((grant) => grant.actions)
    .filter((action) => !called.has(action))
}
