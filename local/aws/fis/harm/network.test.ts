import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cloudcafe } from '../../../../model/systems/cloudcafe/index.ts'
import type { Copy } from '../../../types.ts'
import { isOutsideVpc, isSource, portOnAws } from '../dependency.ts'
import { testClient } from '../fixture/client.ts'
import { type TestWorld, testWorld } from '../fixture/world.ts'

let it: TestWorld
let fis: ReturnType<typeof testClient>
let echo: Server
beforeEach(async () => {
  it = await testWorld()
  fis = testClient(it.client)
  echo = createServer((socket) => socket.pipe(socket).on('error', () => undefined))
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await it.close()
  echo.close()
})

const link = ({ id, zone }: Copy, to: string) =>
  it.world.links.open({ copy: id, zone, to, target: () => echo.address() as AddressInfo & { host: string } })
/** Milliseconds until a byte is back; null where it is not within `patience`. */
const roundTrip = (port: number, patience = 2000) =>
  new Promise<number | null>((resolve) => {
    const since = performance.now()
    const socket = connect(port, '127.0.0.1', () => socket.write('x'))
    const end = (result: number | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => end(null), patience)
    socket.on('data', () => end(performance.now() - since)).on('error', () => end(null))
  })
const tasks = {
  tasks: { resourceType: 'aws:ecs:task', selectionMode: 'COUNT(1)', parameters: { cluster: 'cloudcafe' } },
}

test('latency is on the links of the target that the sources mean, and gone after a stop', async () => {
  const task = it.runtimes.ecs.add('order')
  const [aurora, cache] = [await link(task, 'aurora'), await link(task, 'elasticache')]
  const parameters = {
    duration: 'PT12H',
    delayMilliseconds: '1000',
    jitterMilliseconds: '0',
    sources: 'cloudcafe-aurora.cluster-x.us-east-1.rds.amazonaws.com',
  }
  const slow = { actionId: 'aws:ecs:task-network-latency', targets: { Tasks: 'tasks' }, parameters }
  const id = await fis.start({ targets: tasks, actions: { slow } })
  await fis.running(id, 'slow')
  const delayed = (await roundTrip(aurora))!
  expect(await roundTrip(cache)).toBeLessThan(delayed)
  await fis.stop(id)
  await fis.ended(id)
  expect(await roundTrip(aurora)).toBeLessThan(delayed)
  expect(it.api.verdicts(id)[0]).toMatchObject({ landed: { ok: true }, clean: { ok: true } })
})

test('a blackholed port swallows what goes to the dependency that has it on AWS', async () => {
  const task = it.runtimes.ecs.add('order')
  const [aurora, cache] = [await link(task, 'aurora'), await link(task, 'elasticache')]
  const parameters = { duration: 'PT12H', port: '5432', trafficType: 'egress', protocol: 'tcp' }
  const hole = { actionId: 'aws:ecs:task-network-blackhole-port', targets: { Tasks: 'tasks' }, parameters }
  const id = await fis.start({ targets: tasks, actions: { hole } })
  await fis.running(id, 'hole')
  expect(await roundTrip(aurora, 300)).toBeNull()
  expect(await roundTrip(cache)).not.toBeNull()
  await fis.stop(id)
  await fis.ended(id)
  expect(await roundTrip(aurora)).not.toBeNull()
})

test('a subnet that is cut off takes the copies of its zone with it, and no others', async () => {
  const all = Array.from({ length: 3 }, () => it.runtimes.eks.add('menu'))
  const ports = await Promise.all(all.map((pod) => link(pod, 'documentdb')))
  const lost = all[0]!
  const id = await fis.start({
    targets: {
      subnets: {
        resourceType: 'aws:ec2:subnet',
        selectionMode: 'ALL',
        parameters: { availabilityZoneIdentifier: `us-east-1${lost.zone}` },
        filters: [],
      },
    },
    actions: {
      cut: {
        actionId: 'aws:network:disrupt-connectivity',
        targets: { Subnets: 'subnets' },
        parameters: { duration: 'PT12H', scope: 'all' },
      },
    },
  })
  await fis.running(id, 'cut')
  const answers = await Promise.all(ports.map((port) => roundTrip(port, 300)))
  expect(answers.map((ms) => ms === null)).toEqual(all.map((pod) => pod.zone === lost.zone))
  await fis.stop(id)
  expect((await fis.ended(id)).state!.status).toBe('stopped')
})

test('dependencies have the ports and the place that they have on AWS', () => {
  expect(portOnAws(cloudcafe, 'aurora')).toBe(5432)
  expect(portOnAws(cloudcafe, 'memorydb')).toBe(6379)
  expect(portOnAws(cloudcafe, 'dynamodb')).toBe(443)
  expect(portOnAws(cloudcafe, 'inventory')).toBe(cloudcafe.workloads.inventory.port)
  expect(['sqs', 'payments', 'aurora', 'menu'].map((to) => isOutsideVpc(cloudcafe, to))).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(isSource(cloudcafe, 'DYNAMODB', 'dynamodb_streams')).toBe(true)
  expect(isSource(cloudcafe, 'sqs.us-east-1.amazonaws.com', 'sqs')).toBe(true)
  expect(isSource(cloudcafe, 'S3', 'sqs')).toBe(false)
})
