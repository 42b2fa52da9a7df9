import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { artifactKey, GAMEDAY_QUERY } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Built, built } from '../fixtures/artifacts.ts'
import type { Block } from '../fixtures/synthesised.ts'
import { toldTo } from '../fixtures/told.ts'
import { functionsOf } from '../workloads.ts'
import { ROTATION } from './artifact.ts'

const ids = [...functionsOf(cloudcafe).map(([id]) => id), ROTATION, GAMEDAY_QUERY]
let world: Built
let functions: Readonly<Record<string, Block>>
beforeAll(async () => {
  world = await built()
  functions = world.terraform.of('aws_lambda_function')
})
afterAll(() => world.remove())

/** Runs code that has the handler of the unpacked archive, in a Node with what Lambda and Terraform tell the function. */
async function withHandler(id: string, code: string): Promise<string> {
  const folder = await world.folderOf(id)
  const [file, name] = functions[id]!.handler.split('.')
  const module = JSON.stringify(join(folder, `${file}.mjs`))
  const script = `const { ${name}: handler } = await import(${module}); ${code}; process.exit()`
  const { NODE_EXTRA_CA_CERTS: _, ...told } = toldTo(world.terraform)[id]!
  const env = { ...told, AWS_REGION: cloudcafe.region, AWS_LAMBDA_LOG_STREAM_NAME: 'stream' }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env,
    cwd: folder,
  })
  return stdout
}

it('all functions of Terraform are those of the model and of the platform', () => {
  expect(Object.keys(functions).sort()).toEqual(ids.toSorted())
})

it.each(ids)('%s: Terraform names the archive that is built, and the Node that it is built for', (id) => {
  const { release } = world.artifacts.find((it) => it.id === id)!
  expect(functions[id]).toMatchObject({
    s3_key: artifactKey(id, release),
    runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
  })
})

it.each(ids)('%s: the handler that Terraform names is in its archive', async (id) => {
  expect(await withHandler(id, 'console.log(typeof handler)')).toBe('function\n')
})

it('the notifier runs from its archive', async () => {
  const body = JSON.stringify({
    Type: 'Notification',
    TopicArn: 'arn:aws:sns:us-east-1:000000000001:payment-outcomes',
    Message: JSON.stringify({
      order_id: '0190f5e8-0000-7000-8000-000000000001',
      customer_id: 'c-1',
      store_id: 's-1',
      total_cents: 450,
      outcome: 'paid',
      charge_id: 'ch-1',
      reason: null,
      at: '2026-01-05T07:45:00.000Z',
      trace_id: 't-1',
    }),
  })
  const event = JSON.stringify({
    Records: [
      {
        messageId: 'm-1',
        receiptHandle: 'r-1',
        attributes: { ApproximateReceiveCount: '1' },
        eventSource: 'aws:sqs',
        body,
      },
    ],
  })
  const said = await withHandler('notifier', `console.log(JSON.stringify(await handler(${event}, {})))`)
  expect(said).toContain('"batchItemFailures":[]')
  expect(said).toContain('notification sent')
})
