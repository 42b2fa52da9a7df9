import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateExperimentTemplateCommand,
  type CreateExperimentTemplateCommandInput,
  FisClient,
  GetExperimentCommand,
  StartExperimentCommand,
} from '@aws-sdk/client-fis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { experimentOf } from '../chaos/experiments/index.ts'
import { templateOf } from '../chaos/experiments/template.ts'
import { invariants } from '../chaos/gameday/invariants/cloudcafe/index.ts'
import { holds, prepareAll } from '../chaos/gameday/invariants/count.ts'
import { type Stage, stageOf } from '../chaos/gameday/site.ts'
import { targetVerdicts } from '../chaos/gameday/target-verdicts.ts'
import { localSite } from '../cli/site.ts'
import { localAuthorization } from '../lib/local-authorization.ts'
import { arn, auroraInstanceId, clusterName, faultRoleArn, serviceName } from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { albUrl, cafe, LOAD, place, placeOrders } from './cafe.ts'
import { drain, goodItem, poisonedFlows } from './poison/places.ts'

/** Faults last half as long as they do for people. */
const PACE = ['--time-scale', '20']
const ENDED = ['completed', 'stopped', 'failed', 'cancelled']
const ours = (id: string) => templateOf(experimentOf('cloudcafe', id))
const reboot = (member: number): CreateExperimentTemplateCommandInput => ({
  description: `Instance ${member} of Aurora reboots.`,
  roleArn: faultRoleArn(cloudcafe),
  stopConditions: [{ source: 'none' }],
  targets: {
    db: {
      resourceType: 'aws:rds:db',
      resourceArns: [arn(cloudcafe, 'rds', `db:${auroraInstanceId(cloudcafe, 'aurora', member)}`)],
      selectionMode: 'ALL',
    },
  },
  actions: { reboot: { actionId: 'aws:rds:reboot-db-instances', targets: { DBInstances: 'db' } } },
})
/** A template as a stranger writes it: tasks of a service, a short burn on a share of them. */
const burn: CreateExperimentTemplateCommandInput = {
  description: 'Half of the order tasks burn for half a minute of AWS.',
  roleArn: faultRoleArn(cloudcafe),
  stopConditions: [{ source: 'none' }],
  targets: {
    some: {
      resourceType: 'aws:ecs:task',
      parameters: { cluster: clusterName(cloudcafe), service: serviceName(cloudcafe, 'order') },
      selectionMode: 'PERCENT(50)',
    },
  },
  actions: {
    burn: {
      actionId: 'aws:ecs:task-cpu-stress',
      parameters: { duration: 'PT2M', percent: '80' },
      targets: { Tasks: 'some' },
    },
  },
}

/** What a visitor does while payments are hurt: a coffee, which is accepted before it is paid. */
async function order(): Promise<void> {
  const one = {
    customer_id: 'customer-00001',
    store_id: 'store-001',
    items: [{ sku: 'latte', quantity: 1 }],
  }
  const answer = await fetch(`http://${platform.host}:${place.ports.alb}/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(one),
  })
  expect(answer.status).toBe(201)
}

describe('faults on the whole system', { timeout: 120_000 }, () => {
  let fis: FisClient
  let stage: Stage
  beforeAll(async () => {
    const up = await cafe('up', ...PACE)
    expect(up.exitCode, up.stderr).toBe(0)
    stage = stageOf(await localSite(place))
    fis = new FisClient({
      endpoint: `http://${platform.host}:${place.ports.aws}`,
      region: cloudcafe.region,
      credentials: platform.credentials,
    })
  }, 200_000)
  afterAll(async () => {
    await stage.clients.close()
    await cafe('down')
  })

  it('poison in every queue and stream ends beside them, alone; its neighbours are done once', async () => {
    const flows = poisonedFlows()
    await Promise.all(flows.map((it) => drain(it.deadLetters)))
    const startedAt = Date.now()
    const prepared = await prepareAll(invariants, stage)
    let done = false
    const placing = placeOrders(() => done)
    const [before, after] = [goodItem('before', 5), goodItem('after', 7)]
    await before.put()
    await Promise.all(flows.map((it) => it.put()))
    await after.put()
    // an order each way after the poison: no shard and no queue stands still
    await sleep(2000)
    done = true
    const accepted = await placing
    expect(accepted.length).toBeGreaterThan(20)

    for (const { flow, poison, deadLetters } of flows) {
      // what is sent at least once may come twice
      const found: string[] = []
      await expect
        .poll(async () => found.push(...(await drain(deadLetters))) && new Set(found).size, {
          timeout: 60_000,
          message: flow,
        })
        .toBeGreaterThanOrEqual(poison.length)
      expect(new Set(found).size, flow).toBe(poison.length)
      for (const id of accepted)
        expect(
          found.some((it) => it.includes(id)),
          flow,
        ).toBe(false)
    }
    const shelf = await fetch(`${albUrl}/api/inventory/store/store-poison`)
    expect(await shelf.json()).toMatchObject({
      items: [
        { sku: 'after', on_hand: 7 },
        { sku: 'before', on_hand: 5 },
      ],
    })
    for (const it of [...flows, before, after]) await it.clear()
    const run = { stage, startedAt, accepted: () => accepted, load: LOAD }
    const results = await Promise.all(
      prepared.map((it) => holds(it, run, Date.now() + 60_000, () => undefined)),
    )
    expect(results.filter((it) => !it.ok)).toEqual([])
  }, 400_000)

  it.each([
    ['one order task is stopped', ours('order-task-one')],
    ['a menu pod is deleted', ours('menu-pod-delete')],
    ['an EKS node is terminated', ours('eks-node-loss')],
    ['a loyalty instance is stopped', ours('loyalty-instance-stop')],
    ['a loyalty instance is terminated', ours('loyalty-instance-terminate')],
    ['order tasks burn', burn],
    ['DynamoDB answers order tasks late', ours('order-dynamodb-latency')],
    ['traffic leaves a zone', ours('zone-evacuation')],
    ['payments start late', ours('payment-delay'), order],
    ['payments fail after their work', ours('payment-errors'), order],
    ['Aurora fails over', ours('aurora-failover')],
    ['the cache is flushed', ours('cache-flush')],
    ['MemoryDB restarts', ours('memorydb-restart')],
    ['the way to the menu is withdrawn', ours('menu-rule-withdrawal')],
    ['payments are throttled', ours('payment-throttle')],
    ['the table of orders is throttled', ours('orders-table-throttle')],
    ['Aurora’s first instance reboots', reboot(1)],
    ['Aurora’s second instance reboots', reboot(2)],
  ])('%s: lands, ends, and leaves nothing', async (_title, template, meanwhile?: () => Promise<void>) => {
    const { experimentTemplate } = await fis.send(new CreateExperimentTemplateCommand(template))
    const started = await fis.send(
      new StartExperimentCommand({ experimentTemplateId: experimentTemplate!.id }),
    )
    const id = started.experiment!.id!
    let state = started.experiment!.state
    while (!ENDED.includes(state?.status ?? '')) {
      await Promise.all([sleep(250), meanwhile?.()])
      state = (await fis.send(new GetExperimentCommand({ id }))).experiment!.state
    }
    expect(state?.status, state?.reason).toBe('completed')
    const verdicts = await targetVerdicts(stage, id, await targetsOf(id))
    expect(verdicts.length).toBeGreaterThan(0)
    for (const it of verdicts) {
      expect(it.landed?.ok, it.landed?.evidence).toBe(true)
      expect(it.clean?.ok, it.clean?.evidence).toBe(true)
    }
  })

  async function targetsOf(id: string): Promise<readonly string[]> {
    const caller = { ...platform.credentials, region: cloudcafe.region }
    const response = await fetch(`http://${platform.host}:${place.ports.aws}/experiments/${id}/verdicts`, {
      headers: { authorization: localAuthorization(caller, 'fis') },
    })
    const { verdicts } = (await response.json()) as { verdicts: { target: string }[] }
    return verdicts.map((it) => it.target)
  }
})
