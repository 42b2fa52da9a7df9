import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { enginePort } from '../../local/engines/ports.ts'
import { imageUri } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Built, built } from '../fixtures/artifacts.ts'
import type { Block } from '../fixtures/synthesised.ts'
import { type Told, toldTo } from '../fixtures/told.ts'
import { longRunningOn } from '../workloads.ts'

const all = longRunningOn(cloudcafe, 'ecs', 'eks', 'asg', 'ec2')
const images = longRunningOn(cloudcafe, 'ecs', 'eks').map(([id]) => id)
/** No call leaves the machine: nothing listens on this loopback address. */
const NO_AWS = {
  AWS_ENDPOINT_URL: 'http://127.13.13.13:9',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
}

let world: Built
let running: ChildProcess | undefined
beforeAll(async () => {
  world = await built()
})
afterAll(() => world.remove())
afterEach(() => void running?.kill('SIGKILL'))

/** Starts a workload from what its image or its instances have, as their entry point does. */
async function start(
  id: string,
  env: Told,
): Promise<{ readonly process: ChildProcess; readonly said: () => string }> {
  const started = spawn(process.execPath, ['main.mjs'], { cwd: await world.folderOf(id), env })
  running = started
  let said = ''
  for (const out of [started.stdout, started.stderr]) out.on('data', (text) => (said += text))
  return { process: started, said: () => said }
}

const terraformImages = (): Readonly<Record<string, string>> => {
  const tasks = Object.values(world.terraform.of('aws_ecs_task_definition')).flatMap((it) =>
    JSON.parse(it.container_definitions),
  )
  const pods = Object.values(world.terraform.of('kubernetes_deployment_v1')).flatMap(
    (it) => it.spec.template.spec.container,
  )
  return Object.fromEntries([...tasks, ...pods].map((it: Block) => [it.name, it.image]))
}

it.each(images)('%s: Terraform names the image that is built', (id) => {
  const { release } = world.artifacts.find((it) => it.id === id)!
  expect(terraformImages()[id]).toBe(imageUri(cloudcafe, id, release))
})

describe.each(all.map(([id]) => id))('%s, from its artifact', (id) => {
  it('starts with what Terraform tells it, is alive and not ready without its stores, and ends on SIGTERM', async () => {
    const port = await enginePort()
    // the certificates of RDS are in the image, not here
    const { NODE_EXTRA_CA_CERTS: _, ...told } = toldTo(world.terraform)[id]!
    const { process: copy, said } = await start(id, {
      ...told,
      ...NO_AWS,
      BIND_HOST: '127.0.0.1',
      PORT: String(port),
    })
    const { path, readyPath } = all.find(([it]) => it === id)![1].health
    const get = async (at: string) => (await fetch(`http://127.0.0.1:${port}${at}`)).status
    while (copy.exitCode === null && !said().includes('"listening"')) await sleep(50)
    expect(copy.exitCode, said()).toBeNull()
    expect([await get(path), await get(readyPath)]).toEqual([200, 503])
    copy.kill('SIGTERM')
    expect(await once(copy, 'exit')).toEqual([0, null])
  })

  it('ends at once where it is told nothing, and names what it misses', async () => {
    const { process: copy, said } = await start(id, {})
    const [code] = await once(copy, 'close')
    expect(code).toBe(1)
    expect(said()).toMatch(/missing env keys: CAFE_SYSTEM, CAFE_WORKLOAD, .*AWS_REGION/)
  })
})
