import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ECSClient } from '@aws-sdk/client-ecs'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { platform } from '../../model/platform.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { accountEmulator } from '../../rehearsal/emulators/index.ts'
import { testContext } from '../../test/contract/context.ts'
import type { RunningLoad } from '../generator.ts'
import { fromLine, idsOf, type Request } from '../record.ts'
import { login, type TaskEndpoint, taskEndpoint } from './fixture/ecs.ts'
import { unpackedImage } from './fixture/image.ts'
import { remoteGenerator } from './generator.ts'

const BUCKET = 'records'
const place = testContext()
const emulator = accountEmulator(place.ctx)
const folder = mkdtempSync(join(tmpdir(), 'remote-'))
const accepted: string[] = []
const shop = createServer(async (request, response) => {
  for await (const _ of request);
  if (request.method !== 'POST') return response.end('{}')
  accepted.push(`order-${accepted.length}`)
  response.writeHead(201, { 'Content-Type': 'application/json' }).end(`{"order_id":"${accepted.at(-1)}"}`)
})
let image: string
let aws: TaskEndpoint
let s3: S3Client
let ecs: ECSClient

beforeAll(async () => {
  image = await unpackedImage(cloudcafe, join(folder, 'image'))
  await emulator.start()
  await new Promise<void>((resolve) => shop.listen(0, platform.host, resolve))
  const { host, port } = emulator.endpoint()
  aws = await taskEndpoint(`http://${host}:${port}`, image)
  const config = { endpoint: aws.url, region: 'us-east-1', credentials: platform.credentials }
  s3 = new S3Client({ ...config, forcePathStyle: true })
  ecs = new ECSClient(config)
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
})
afterAll(async () => {
  await aws.close()
  shop.close()
  s3.destroy()
  ecs.destroy()
  await emulator.stop()
  await place.remove()
  rmSync(folder, { recursive: true })
})
beforeEach(() => void accepted.splice(0))

/** A generator whose `kubectl` is the stand-in of the fixture. */
function generatorOf(
  generators: number,
  timeScale = 50,
  env: Readonly<Record<string, string>> = {},
  pods = true,
) {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const kubectl = join(bin, 'kubectl')
  writeFileSync(
    kubectl,
    `#!/bin/sh\nexec "${process.execPath}" "${import.meta.dirname}/fixture/kubectl.ts" "$@"\n`,
  )
  chmodSync(kubectl, 0o755)
  const frontDoor = `http://${platform.host}:${(shop.address() as AddressInfo).port}`
  const cluster = 'cloudcafe'
  const fargate = {
    cluster,
    taskDefinition: 'load:1',
    container: 'load',
    subnets: ['subnet-1'],
    securityGroups: ['sg-1'],
  }
  const eks = { cluster, namespace: cluster, serviceAccount: 'load' }
  const RUNNERS = join(folder, `runners-${generators}`)
  rmSync(RUNNERS, { force: true })
  return remoteGenerator({
    system: cloudcafe,
    frontDoor,
    timeScale,
    place: {
      region: 'us-east-1',
      bucket: BUCKET,
      image: 'registry/load:1',
      fargate,
      ...(pods ? { eks } : {}),
    },
    s3,
    ecs,
    generators,
    env: { ...login(aws.url), PATH: [bin, process.env.PATH].join(delimiter), IMAGE: image, RUNNERS, ...env },
  })
}

/** All requests that a load tells of, until it has ended. */
async function all(load: RunningLoad): Promise<Request[]> {
  const requests: Request[] = []
  const over = load.done.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([over, sleep(200)]))) requests.push(...load.read())
  requests.push(...load.read())
  return requests
}
const ordersIn = (requests: readonly Request[]) => idsOf(requests, 'order').sort()

test('a task’s record comes back whole while it runs, and its summary at its end', async () => {
  const load = generatorOf(1).start('smoke', { folder: join(folder, 'one') })
  const requests = await all(load)
  const { verdict, summary, recordFile } = await load.done
  expect(ordersIn(requests)).toEqual([...accepted].sort())
  expect(accepted.length).toBeGreaterThan(0)
  expect(summary.requests).toBe(requests.length)
  expect(['met', 'crossed']).toContain(verdict)
  const kept = readFileSync(recordFile, 'utf8').split('\n').slice(0, -1).map(fromLine)
  expect(kept).toEqual(requests)
  expect(aws.startedBy.at(-1)).toBe(load.trace.run)
})

test('several share the visitors of one: the same orders in sum, each drawn by one of them', async () => {
  const load = generatorOf(3).start('smoke', { folder: join(folder, 'three') })
  const requests = await all(load)
  const { summary } = await load.done
  expect(ordersIn(requests)).toEqual([...accepted].sort())
  expect(summary.requests).toBe(requests.length)
  const [alone, shared] = [await started('smoke', 1), requests]
  // arrivals at the very end may fall on either side of it
  const visits = (of: readonly Request[]) => of.filter((it) => it.step === 'menu').length
  expect(Math.abs(visits(shared) - visits(alone))).toBeLessThanOrEqual(3)
})
const started = (load: string, generators: number) =>
  all(generatorOf(generators).start(load, { folder: join(folder, `again-${generators}`) }))

test.each([1, 2])(
  '%i that are stopped end in good order, and what they saw is not lost',
  async (generators) => {
    const load = generatorOf(generators, 1).start('smoke', { folder: join(folder, `stopped-${generators}`) })
    const requests: Request[] = []
    while (requests.length === 0) {
      requests.push(...load.read())
      await sleep(100)
    }
    load.stop()
    requests.push(...(await all(load)))
    expect((await load.done).verdict).toBe('stopped')
    expect(ordersIn(requests)).toEqual([...accepted].sort())
  },
)

test('a task that dies without a word is an error that says why, not a load without end', async () => {
  const load = generatorOf(1, 1).start('smoke', { folder: join(folder, 'dead') })
  while (load.read().length === 0) await sleep(100)
  aws.kill()
  await expect(load.done).rejects.toThrow(/Essential container in task exited; 0 of 1 generators/)
})

test('a cluster without the operator is an error that says how it comes there', async () => {
  const load = generatorOf(2, 50, { NO_OPERATOR: '1' }).start('smoke', { folder: join(folder, 'bare') })
  await expect(load.done).rejects.toThrow(
    /the k6 operator is not in the cluster cloudcafe .*not found.*: aws eks update-kubeconfig .* && kubectl apply -f https:/,
  )
})

test('a system without a cluster of pods has one generator, and says so where more are asked for', async () => {
  const [found] = await generatorOf(2, 50, {}, false).findings('smoke')
  expect(found).toMatch(/has no EKS cluster: take --generators 1/)
  expect(await generatorOf(1, 50, {}, false).findings('smoke')).toEqual([])
})

test('findings name an unknown load', async () => {
  expect(await generatorOf(1).findings('evening-rush')).toEqual([
    expect.stringMatching(/evening-rush.*known are/),
  ])
  expect(existsSync(join(folder, 'bin/kubectl'))).toBe(true)
})
