import { expect, it } from 'vitest'
import { policyDocuments } from './fixtures/policies.ts'
import { answerOf } from './fixtures/python.ts'
import { synthesised } from './fixtures/synthesised.ts'

interface Found {
  readonly issue: string
  readonly severity: string
  readonly detail: string
}

/** What parliament finds and we mean; a row that it finds no more fails, as one that it finds anew does. */
const MEANT: readonly {
  readonly of: RegExp
  readonly issue: string
  readonly detail: RegExp
  readonly why: string
}[] = [
  {
    of: /^aws_iam_role_policy\./,
    issue: 'RESOURCE_STAR',
    detail: /./,
    why: 'a grant on every resource says why, or `role` throws',
  },
  {
    of: /^aws_kms_key\./,
    issue: 'RESOURCE_STAR',
    detail: /kms:/,
    why: 'in the policy of a key, every resource is the key itself',
  },
  {
    of: /^aws_iam_role_policy\.fis-policy$/,
    issue: 'RESOURCE_MISMATCH',
    detail: /ssm:SendCommand/,
    why: 'a command needs a right on its document and one on its target: two statements, as only one has a condition',
  },
  {
    of: /^aws_iam_role_policy\.withdraw-rule-policy$/,
    issue: 'RESOURCE_MISMATCH',
    detail: /elasticloadbalancing:ModifyRule.*listener-rule\/net\//,
    why: 'parliament wants a rule of every kind of balancer; ours are of an application load balancer',
  },
  {
    of: /^aws_kms_key\.(logs|aurora-replica)-key$/,
    issue: 'UNKNOWN_CONDITION_FOR_ACTION',
    detail: /kms:DescribeKey/,
    why: 'the statement is CloudWatch Logs’ own: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  },
  {
    of: /^aws_kms_key\.(logs|aurora-replica)-key$/,
    issue: 'MISMATCHED_TYPE',
    detail: /ArnLike/,
    why: 'parliament takes an encryption context for text; this one is an ARN, as on the same page',
  },
]

const lint = (texts: readonly string[]) =>
  answerOf<readonly Found[][]>('parliament', 'lint-policies.py', texts)

it.each(['dev', 'prod'])(
  'parliament finds nothing in the policies of %s but what is meant',
  async (CAFE_STAGE) => {
    const documents = policyDocuments(synthesised({ CAFE_STAGE }))
    const found = await lint(documents.map(({ text }) => text))
    const all = documents.flatMap(({ of }, at) => found[at]!.map((one) => ({ of, ...one })))
    const isMeant = (one: (typeof all)[number]) =>
      MEANT.filter((row) => row.of.test(one.of) && row.issue === one.issue && row.detail.test(one.detail))
    expect(all.filter((one) => isMeant(one).length === 0)).toEqual([])
    const used = new Set(all.flatMap(isMeant))
    expect(MEANT.filter((row) => !used.has(row))).toEqual([])
  },
)

it('parliament finds an action that AWS does not have, and one on a resource of another kind', async () => {
  const statement = (Action: string, Resource: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })
  const found = await lint([
    statement('sqs:SendMessages', 'arn:aws:sqs:us-east-1:000000000001:q'),
    statement('dynamodb:ListStreams', 'arn:aws:dynamodb:us-east-1:000000000001:table/t/stream/*'),
  ])
  expect(found.map((one) => one.map(({ issue }) => issue))).toEqual([
    ['UNKNOWN_ACTION'],
    ['RESOURCE_MISMATCH'],
  ])
})
