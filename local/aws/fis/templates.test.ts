import {
  CreateExperimentTemplateCommand,
  DeleteExperimentTemplateCommand,
  GetActionCommand,
  GetExperimentTemplateCommand,
  GetTargetResourceTypeCommand,
  ListActionsCommand,
  ListExperimentTemplatesCommand,
  ListTagsForResourceCommand,
  ListTargetAccountConfigurationsCommand,
  ListTargetResourceTypesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateExperimentTemplateCommand,
} from '@aws-sdk/client-fis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { templateOf } from '../../../chaos/experiments/template.ts'
import { drillsOf } from '../../../chaos/systems.ts'
import { arn, clusterName, faultRoleArn } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { type Parts, testClient } from './fixture/client.ts'
import { type TestWorld, testWorld } from './fixture/world.ts'

const { experiments } = drillsOf('cloudcafe')

let it: TestWorld
let fis: ReturnType<typeof testClient>
beforeAll(async () => {
  it = await testWorld()
  fis = testClient(it.client)
})
afterAll(() => it.close())

const tasks = {
  resourceType: 'aws:ecs:task',
  selectionMode: 'ALL',
  parameters: { cluster: clusterName(cloudcafe) },
}
const stop = { actionId: 'aws:ecs:stop-task', targets: { Tasks: 'tasks' } }
const good: Parts = { targets: { tasks }, actions: { stop } }
const wait = (...startAfter: string[]) => ({
  actionId: 'aws:fis:wait',
  parameters: { duration: 'PT1M' },
  startAfter,
})

test('every experiment of the system makes a template', async () => {
  for (const one of experiments) await fis.create(templateOf(one))
})

test('a template is created, read, changed, tagged, listed and deleted', async () => {
  const id = await fis.create({ ...good, tags: { a: '1', b: '2' } })
  const read = () => it.client.send(new GetExperimentTemplateCommand({ id }))
  const { experimentTemplate: first } = await read()
  expect(first).toMatchObject({ id, tags: { a: '1', b: '2' }, actions: { stop }, targets: { tasks } })
  expect(first!.experimentOptions!.emptyTargetResolutionMode).toBe('fail')
  expect(first!.creationTime).toBeInstanceOf(Date)

  await it.client.send(new UpdateExperimentTemplateCommand({ id, description: 'another' }))
  expect((await read()).experimentTemplate).toMatchObject({ description: 'another', actions: { stop } })

  const resourceArn = arn(cloudcafe, 'fis', `experiment-template/${id}`)
  await it.client.send(new TagResourceCommand({ resourceArn, tags: { c: '3' } }))
  await it.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'b'] }))
  const { tags } = await it.client.send(new ListTagsForResourceCommand({ resourceArn }))
  expect(tags).toEqual({ c: '3' })

  const accounts = new ListTargetAccountConfigurationsCommand({ experimentTemplateId: id })
  expect((await it.client.send(accounts)).targetAccountConfigurations).toEqual([])
  await it.client.send(new DeleteExperimentTemplateCommand({ id }))
  await expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('lists come in pages', async () => {
  for (let i = 0; i < 3; i++) await fis.create(good)
  const seen: string[] = []
  let nextToken: string | undefined
  do {
    const command = new ListExperimentTemplatesCommand({ maxResults: 2, ...(nextToken ? { nextToken } : {}) })
    const answer = await it.client.send(command)
    expect(answer.experimentTemplates!.length).toBeLessThanOrEqual(2)
    seen.push(...answer.experimentTemplates!.map((one) => one.id!))
    nextToken = answer.nextToken
  } while (nextToken)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThan(2)
})

test('a client token makes one template, and another request with it is a conflict', async () => {
  const clientToken = 'the-same'
  expect(await fis.create({ ...good, clientToken })).toBe(await fis.create({ ...good, clientToken }))
  await expect(fis.create({ ...good, clientToken, description: 'other' })).rejects.toMatchObject({
    name: 'ConflictException',
  })
})

test('actions and target types say what they take', async () => {
  const { actions: all } = await it.client.send(new ListActionsCommand({}))
  expect(all!.map((one) => one.id)).toContain('aws:rds:failover-db-cluster')
  const { action } = await it.client.send(new GetActionCommand({ id: 'aws:ecs:task-cpu-stress' }))
  expect(action!.targets).toEqual({ Tasks: { resourceType: 'aws:ecs:task' } })
  expect(action!.parameters!.duration!.required).toBe(true)
  expect(action!.parameters!.percent!.required).toBe(false)
  const { targetResourceTypes } = await it.client.send(new ListTargetResourceTypesCommand({}))
  for (const { resourceType } of targetResourceTypes!) {
    const command = new GetTargetResourceTypeCommand({ resourceType: resourceType! })
    expect((await it.client.send(command)).targetResourceType!.resourceType).toBe(resourceType)
  }
})

describe('a template that cannot be is refused, in words that say why', () => {
  const refused = (name: string, parts: Parts, message: RegExp, error = 'ValidationException') =>
    test(name, async () => {
      const before = await it.client.send(new ListExperimentTemplatesCommand({}))
      await expect(fis.create(parts)).rejects.toMatchObject({
        name: error,
        message: expect.stringMatching(message),
      })
      const after = await it.client.send(new ListExperimentTemplatesCommand({}))
      expect(after.experimentTemplates).toHaveLength(before.experimentTemplates!.length)
    })
  const target = (change: object): Parts => ({ ...good, targets: { tasks: { ...tasks, ...change } } })
  const action = (change: object): Parts => ({ ...good, actions: { stop: { ...stop, ...change } } })

  refused('no actions', { ...good, actions: {} }, /no actions/)
  refused(
    'an unknown action',
    action({ actionId: 'aws:ecs:nope' }),
    /^Action with ID aws:ecs:nope not found\.$/,
    'ResourceNotFoundException',
  )
  refused(
    'another target key',
    action({ targets: { Clusters: 'tasks' } }),
    /Unexpected target "Clusters" found in action "stop"/,
  )
  refused('a missing target', action({ targets: {} }), /lacks its target "Tasks"/)
  refused('an unknown target', action({ targets: { Tasks: 'tusks' } }), /"tusks", which is not a target/)
  refused(
    'a target of another type',
    target({ resourceType: 'aws:ec2:instance', parameters: {}, resourceTags: { a: '' } }),
    /takes targets of type aws:ecs:task/,
  )
  refused('a parameter too many', action({ parameters: { speed: '1' } }), /Unexpected parameter "speed"/)
  refused(
    'a missing parameter',
    action({ actionId: 'aws:fis:wait', targets: {} }),
    /Missing required parameter "duration"/,
  )
  refused(
    'a duration that is none',
    { actions: { a: { ...wait(), parameters: { duration: '5 min' } } } },
    /ISO 8601/,
  )
  refused(
    'a duration under a minute',
    { actions: { a: { ...wait(), parameters: { duration: 'PT5S' } } } },
    /60/,
  )
  refused(
    'a percentage above 100',
    action({ actionId: 'aws:ecs:task-cpu-stress', parameters: { duration: 'PT1M', percent: '101' } }),
    /"percent".*0 to 100/,
  )
  refused('a circle', { actions: { a: wait('b'), b: wait('a') } }, /circle/)
  refused('an unknown name to start after', { actions: { a: wait('z') } }, /"a" starts after "z"/)
  refused(
    'ARNs and tags',
    target({ resourceArns: [faultRoleArn(cloudcafe)], resourceTags: { a: '1' } }),
    /cannot specify both resource ARNs and resource tags for target tasks/,
  )
  refused('no way to find resources', target({ parameters: {} }), /names no resources/)
  refused('a bad selection mode', target({ selectionMode: 'HALF' }), /COUNT\(n\)/)
  refused('an unknown type', target({ resourceType: 'aws:ecs:tusk' }), /aws:ecs:tusk not found/)
  refused(
    'an unknown target parameter',
    target({ parameters: { clutser: 'x' } }),
    /Unexpected parameter "clutser"/,
  )
  refused(
    'tags on pods',
    target({ resourceType: 'aws:eks:pod', parameters: {}, resourceTags: { a: '1' } }),
    /aws:eks:pod does not support tags/,
  )
  refused(
    'ARNs on pods',
    target({ resourceType: 'aws:eks:pod', parameters: {}, resourceArns: [faultRoleArn(cloudcafe)] }),
    /does not support resourceArns/,
  )
  refused(
    'an alarm that does not exist',
    {
      ...good,
      stopConditions: [{ source: 'aws:cloudwatch:alarm', value: 'arn:aws:cloudwatch:us-east-1:1:alarm:x' }],
    },
    /alarm:x of a stop condition does not exist/,
  )
  refused(
    'an alarm without its ARN',
    { ...good, stopConditions: [{ source: 'aws:cloudwatch:alarm' }] },
    /ARN/,
  )
  refused(
    'several accounts',
    { ...good, experimentOptions: { accountTargeting: 'multi-account' } },
    /one account/,
  )
  refused(
    'too long a description',
    { ...good, description: 'x'.repeat(513) },
    /'description' failed to satisfy constraint: Member must have length less than or equal to 512/,
  )
  refused(
    'too many actions',
    { ...good, actions: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`a${i}`, stop])) },
    /at most 20/,
    'ServiceQuotaExceededException',
  )
})

test('what is not there is said in the way of the service', async () => {
  const raw = await fetch(`${it.url}/nowhere`)
  expect(raw.status).toBe(404)
  expect(raw.headers.get('x-amzn-errortype')).toBe('UnknownOperationException')
  const bad = await fetch(`${it.url}/experimentTemplates`, { method: 'POST', body: '{' })
  expect([bad.status, bad.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException'])
  const empty = await fetch(`${it.url}/experimentTemplates`, { method: 'POST', body: '{}' })
  expect(((await empty.json()) as { message: string }).message).toMatch(/Value null at 'description'/)
  await expect(it.client.send(new CreateExperimentTemplateCommand({} as never))).rejects.toMatchObject({
    name: 'ValidationException',
  })
})
