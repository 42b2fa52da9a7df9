import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, expect, test } from 'vitest'
import { type TestGateway, testContext, testGateway } from './fixture.ts'

interface Started {
  readonly child: ChildProcess
  readonly config: TestGateway['config']
  readonly pids: readonly number[]
}
const place = testContext()
afterAll(() => place.remove())

async function start(): Promise<Started> {
  const script = join(import.meta.dirname, 'fixture-process.ts')
  const child = spawn(process.execPath, [script, place.ctx.state], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return { child, ...(JSON.parse(line) as Omit<Started, 'child'>) }
}

/** Puts items from several clients until the gateway is gone; gives the ids that were acknowledged. */
async function acknowledgedUntilKilled({ child, config, pids }: Started, round: number): Promise<string[]> {
  const client = new DynamoDBClient({ ...config, maxAttempts: 1 })
  const done: string[] = []
  async function write(writer: number) {
    for (let n = 0; child.exitCode === null && child.signalCode === null; n++) {
      const id = `${round}-${writer}-${n}`
      const put = new PutItemCommand({ TableName: 'active-orders', Item: { order_id: { S: id } } })
      await client.send(put).then(
        () => void done.push(id),
        () => undefined,
      )
    }
  }
  const writers = Array.from({ length: 4 }, (_, index) => write(index))
  await expect.poll(() => done.length, { timeout: 30_000 }).toBeGreaterThan(30)
  for (const pid of [child.pid!, ...pids]) process.kill(pid, 'SIGKILL')
  await Promise.all(writers)
  return done
}

test('kill -9 of everything in the middle of writes loses nothing that was acknowledged', async () => {
  const done: string[] = []
  for (let round = 0; round < 3; round++) done.push(...(await acknowledgedUntilKilled(await start(), round)))
  const gateway = await testGateway(testContext(place.ctx.state))
  try {
    const { Items = [] } = await new DynamoDBClient(gateway.config).send(
      new ScanCommand({ TableName: 'active-orders' }),
    )
    const stored = new Set(Items.map((item) => item.order_id!.S))
    expect(done.filter((id) => !stored.has(id))).toEqual([])
  } finally {
    await gateway.stop()
  }
})
