import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nlbName, targetGroupName } from '../../model/names.ts'
import {
  healthy,
  live,
  noFunctions,
  systemWith,
  type TestCloud,
  testCloud,
  until,
} from '../runtimes/fixture/cloud.ts'
import type { Runtime } from '../types.ts'
import { type Entries, entries } from './entries.ts'

let cloud: TestCloud
let asg: Runtime
let eks: Runtime
let doors: Entries
beforeEach(async () => {
  cloud = await testCloud(systemWith({ loyalty: {}, inventory: {} }))
  asg = cloud.run('asg')
  eks = cloud.run('eks')
  doors = entries(cloud.ctx, { runtimes: [asg, eks], traffic: cloud.traffic, functions: noFunctions })
  await doors.start()
})
afterEach(async () => {
  await doors.stop()
  await cloud.close()
})
const get = async (workload: string, path = '/') => {
  const { host, port } = doors.address(workload)
  return fetch(`http://${host}:${port}${path}`, { headers: { connection: 'close' } })
}

test('a service is reached by its name, over its healthy pods', async () => {
  await eks.start()
  const copies = new Set<string>()
  for (let i = 0; i < 6; i++) copies.add((await (await get('inventory', '/inventory/store/1')).json()).copy)
  expect(copies).toEqual(new Set(healthy(eks).map((it) => it.id)))
  await until(() => cloud.metrics.some((it) => it.name === 'TotalRequestCount' && it.value > 0))
})

test('the network load balancer spreads connections over the instances and counts them', async () => {
  await asg.start()
  const copies = new Set<string>()
  for (let i = 0; i < 4; i++) copies.add((await (await get('loyalty')).json()).copy)
  expect(copies).toEqual(new Set(healthy(asg).map((it) => it.id)))

  const { host, port } = doors.address('loyalty')
  const flow = connect({ host, port })
  const whole = { LoadBalancer: nlbName(cloud.ctx.system, 'nlb') }
  await until(() => cloud.metrics.some((it) => it.name === 'ActiveFlowCount' && it.value === 1))
  flow.destroy()
  await until(() => cloud.metrics.findLast((it) => it.name === 'ActiveFlowCount')!.value === 0)
  const dimensions = { ...whole, TargetGroup: targetGroupName('loyalty-service-tg') }
  expect(cloud.metrics).toContainEqual({ name: 'HealthyHostCount', dimensions, value: 2 })
})

test('new connections leave out an instance that goes', async () => {
  await asg.start()
  const [gone] = live(asg)
  await asg.stopCopy(gone!.id, { hard: false, reason: 'a drill' })
  for (let i = 0; i < 4; i++) expect((await (await get('loyalty')).json()).copy).not.toBe(gone!.id)
})

test('an unknown name and a port that is taken are errors that say so', async () => {
  expect(() => doors.address('tea')).toThrow("no entry that 'tea' is reached by")
  const ports = { ...cloud.ctx.ports, nlb: doors.address('loyalty').port }
  const second = entries(
    { ...cloud.ctx, ports },
    {
      runtimes: [asg],
      traffic: cloud.traffic,
      functions: noFunctions,
    },
  )
  await expect(second.start()).rejects.toThrow(`port ${ports.nlb} is taken`)
  await second.stop()
})
