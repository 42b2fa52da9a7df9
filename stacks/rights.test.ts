import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Workload } from '../model/kinds.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { seenCalls } from './fixtures/calls.ts'
import { decisions } from './fixtures/decisions.ts'
import { arnOf, refused, request } from './fixtures/requests.ts'
import { synthesised } from './fixtures/synthesised.ts'
import { grantsOf } from './iam.ts'

const dev = synthesised()
const calls = seenCalls()
const keys = { data: 'data', messages: 'messages', logs: 'logs' }
const callers = [...new Set(calls.map((it) => it.workload))]

/** What a use allows and no run has called: who may, what, and why it is allowed all the same. */
const UNCALLED: readonly { readonly right: RegExp; readonly why: string }[] = [
  {
    right: /^order dynamodb:Query$/,
    why: 'the orders of a customer, newest first: a page of the service that no journey of the load visits',
  },
  {
    right: /^payment-processor dynamodb:BatchGetItem$/,
    why: 'what the log has of payments that came twice, which a run without failures does not see',
  },
  {
    right: /^(payment-processor|notifier|order|loyalty) sqs:ChangeMessageVisibility$/,
    why: 'a message whose work failed comes again after a while, which a run without failures does not see',
  },
  {
    right: /^(inventory-sync|analytics) sqs:SendMessage$/,
    why: 'a record that cannot be read is set aside, which a run without failures does not see',
  },
  {
    right: /^(payment-processor|notifier) sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)$/,
    why: 'Lambda polls in the name of the function; https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
  },
  {
    right: /^inventory-sync dynamodb:(DescribeStream|GetRecords|GetShardIterator)$/,
    why: 'Lambda reads the stream in the name of the function; https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
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

/** Commands of tables in a text, as the calls that they are. */
const callsIn = (text: string): readonly string[] => {
  const named = text.matchAll(
    /\b(?:new (Get|BatchGet|Put|Update|Query|Scan|BatchWrite)Command|paginate(Query|Scan))\(/g,
  )
  const found = [...named].map((it) => it[1] ?? it[2]!)
  return found.map((it) => (/^(Query|Scan)$/.test(it) ? it : `${it}Item`))
}

it.each(Object.entries<Workload>(cloudcafe.workloads))(
  'a call of a table that stands in the code of %s stands in its uses, also one that no run has made',
  (_id, { source, uses }) => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    const own = files.filter((it) => it.endsWith('.ts') && !/\.test\.ts$|^(fixture|seed)s?\b/.test(it))
    const made = new Set(own.flatMap((it) => callsIn(readFileSync(join(source, it), 'utf8'))))
    const named = new Set<string>(uses.flatMap((use) => use.calls ?? []))
    expect([...made].filter((call) => !named.has(call))).toEqual([])
  },
)

describe('IAM', () => {
  it('allows every call that a workload has made', async () => {
    expect(await refused(dev, calls)).toEqual([])
  })

  it('refuses the same calls on anything else of the account', async () => {
    const named = calls.filter((it) => it.resource !== '*')
    const requests = named.map(({ workload, action }) =>
      request(dev, workload, action, arnOf(action, 'of-someone-else')),
    )
    expect(new Set(await decisions(requests))).toEqual(new Set(['ImplicitDeny']))
  })

  it('refuses to look at the statements of others', async () => {
    const others = { 'redshift-data:statement-owner-iam-userid': 'AROAEXAMPLE:someone' }
    const one = { ...request(dev, 'loyalty', 'redshift-data:DescribeStatement', '*'), context: others }
    expect(await decisions([one])).toEqual(['ImplicitDeny'])
  })
})

describe('what is allowed and was never called', () => {
  const uncalled = Object.entries(cloudcafe.workloads).flatMap(([workload, { on }]) =>
    on === 'outside' ? [] : unusedActions(workload).map((action) => `${workload} ${action}`),
  )

  it('follows from a reason of its runtime, or has a row here', () => {
    const unexplained = uncalled.filter((it) => !UNCALLED.some(({ right }) => right.test(it)))
    expect(unexplained).toEqual([])
  })

  it('has no row that explains nothing', () => {
    const idle = UNCALLED.filter(({ right }) => !uncalled.some((it) => right.test(it)))
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
