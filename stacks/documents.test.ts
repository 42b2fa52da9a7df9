import { describe, expect, it } from 'vitest'
import { type DocumentId, documentContent, documentIds } from '../chaos/documents/index.ts'
import { arn, documentName, documentRoleArn, functionArn, tableArn } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { decisions } from './fixtures/decisions.ts'
import { rolePolicy } from './fixtures/policies.ts'
import { synthesised } from './fixtures/synthesised.ts'

const dev = synthesised()

const cache = (rest: string) => arn(cloudcafe, 'elasticache', rest)

/** Something that each document is for, and something that it must not touch. */
const SAMPLES: Readonly<Record<DocumentId, { readonly own: readonly string[]; readonly other: string }>> = {
  'fail-over-shard': {
    own: [arn(cloudcafe, 'memorydb', 'cluster/cloudcafe-memorydb')],
    other: arn(cloudcafe, 'memorydb', 'cluster/of-someone-else'),
  },
  'flush-cache': {
    own: ['replicationgroup:cloudcafe-elasticache', 'cluster:cloudcafe-elasticache-001'].map(cache),
    other: cache('cluster:of-someone-else-001'),
  },
  'throttle-function': {
    own: [functionArn(cloudcafe, 'payment-processor')],
    other: functionArn(cloudcafe, 'gameday-query'),
  },
  'throttle-table': {
    own: [tableArn(cloudcafe, cloudcafe.resources['active-orders'].table)],
    other: tableArn(cloudcafe, 'of-someone-else'),
  },
  'withdraw-rule': {
    own: [arn(cloudcafe, 'elasticloadbalancing', 'listener-rule/app/cloudcafe-alb/1/2/3')],
    other: arn(cloudcafe, 'elasticloadbalancing', 'listener-rule/app/of-someone-else/1/2/3'),
  },
}

/** IAM's names of services where they are not boto3's. */
const PREFIXES: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing' }
const isLook = (call: string) => /:(Describe|Get)/.test(call)

/** What a document's steps call, as IAM writes it. */
const callsOf = (id: DocumentId): readonly string[] => {
  const { mainSteps } = documentContent(cloudcafe, id)
  const calls = mainSteps.flatMap(({ inputs }) =>
    'Service' in inputs ? [`${PREFIXES[inputs.Service] ?? inputs.Service}:${inputs.Api}`] : [],
  )
  return [...new Set(calls)]
}

describe.each(documentIds)('document %s', (id) => {
  it('is what runs here, and acts in a role that SSM alone may take', () => {
    const made = dev.one('aws_ssm_document', `${id}-document`)
    expect([made.name, made.document_type]).toEqual([documentName(cloudcafe, id), 'Automation'])
    const content = JSON.parse(made.content)
    expect(content).toEqual(documentContent(cloudcafe, id))
    expect(content.assumeRole).toBe(documentRoleArn(cloudcafe, id))
    const { name, assume_role_policy } = dev.one('aws_iam_role', `${id}-role`)
    expect(content.assumeRole).toMatch(new RegExp(`/${name}$`))
    const [trusted] = JSON.parse(assume_role_policy).Statement
    expect(trusted.Principal).toEqual({ Service: 'ssm.amazonaws.com' })
  })

  it('may call what its steps call on what it is for, and change nothing else', async () => {
    const { region } = cloudcafe
    const on = (resource: string) =>
      decisions(
        callsOf(id).map((action) => {
          const principal = documentRoleArn(cloudcafe, id)
          return { policy: rolePolicy(dev, id), principal, region, action, resource, context: {} }
        }),
      )
    const { own, other } = SAMPLES[id]
    const answers = await Promise.all(own.map(on))
    const allowed = callsOf(id).map((_, at) => answers.some((one) => one[at] === 'Allow'))
    expect(allowed).toEqual(callsOf(id).map(() => true))
    const elsewhere = await on(other)
    expect(callsOf(id).filter((call, at) => elsewhere[at] === 'Allow' && !isLook(call))).toEqual([])
  })

  it('has no right that none of its steps needs', () => {
    const granted: { Action: string[] }[] = JSON.parse(rolePolicy(dev, id)).Statement
    expect(granted.flatMap((one) => one.Action).sort()).toEqual([...callsOf(id)].sort())
  })

  it('leads from every step between its fault and its undo to the undo', () => {
    const { mainSteps } = documentContent(cloudcafe, id)
    const turns = mainSteps.filter((one) => one.onCancel !== undefined)
    expect(turns.length).toBeGreaterThan(1)
    const undo = mainSteps[mainSteps.indexOf(turns.at(-1)!) + 1]!
    for (const { onCancel, onFailure } of turns)
      expect([onCancel, onFailure]).toEqual([`step:${undo.name}`, `step:${undo.name}`])
    expect(mainSteps.at(-1)).toMatchObject({ name: 'clean', isEnd: true })
  })
})
