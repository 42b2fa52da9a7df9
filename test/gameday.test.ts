import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Journal } from '../chaos/gameday/journal.ts'
import { driverOf } from '../cli/driver.ts'
import { CALLS_FILE, type CallMade } from '../local/aws/gateway/calls.ts'
import type { Status } from '../local/status.ts'
import { platform } from '../model/platform.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { refused } from '../stacks/fixtures/requests.ts'
import { synthesised } from '../stacks/fixtures/synthesised.ts'
import { cafe, place } from './cafe.ts'

interface Told {
  readonly exit_code: number
  readonly journal: string
  readonly report: string
}

/** Loads and faults last half as long as they do for people. */
const PACE = ['--time-scale', '20']

afterAll(async () => {
  await cafe('down')
})

/** What a stranger puts into both streams of orders. */
async function foreignRecords(): Promise<void> {
  const { credentials, host } = platform
  const client = new KinesisClient({
    ...{ credentials, region: cloudcafe.region, endpoint: `http://${host}:${place.ports.aws}` },
    requestHandler: new NodeHttpHandler(),
  })
  for (const id of ['order-events', 'analytics-events'] as const)
    await client.send(
      new PutRecordCommand({
        StreamName: cloudcafe.resources[id].stream,
        PartitionKey: 'a',
        Data: Buffer.from('test'),
      }),
    )
  client.destroy()
}

describe('what runs while it is up', { timeout: 200_000 }, () => {
  let status: Status
  beforeAll(async () => {
    await cafe('down')
    await cafe('reset')
    const up = await cafe('up', ...PACE)
    expect(up.exitCode, up.stderr).toBe(0)
    status = JSON.parse((await cafe('status', '--json')).stdout) as Status
  }, 200_000)

  it('is every workload of the model, in at least its smallest number of copies, each in its kind', () => {
    for (const [id, workload] of Object.entries(cloudcafe.workloads)) {
      if (workload.kind === 'function' || workload.kind === 'provider') continue
      expect(status.workloads[id]!.on).toBe(workload.on)
      expect(status.workloads[id]!.desired).toBeGreaterThanOrEqual(workload.scaling.min)
    }
    expect(status.engines.filter((engine) => engine.health !== null)).toEqual([])
    expect(existsSync(join(place.state, 'supervisor.json'))).toBe(true)
  })

  it.each([
    'aurora_writer',
    'aurora_reader',
    'documentdb',
    'elasticache',
    'memorydb',
    'payments',
    'alb',
    'aws',
  ])('tells where %s is, on this machine alone', (name) => {
    expect(new URL(status.endpoints[name]!).hostname).toBe('127.0.0.1')
  })
})

describe('a short game day on it', { timeout: 400_000 }, () => {
  let told: Told
  let second: Awaited<ReturnType<typeof cafe>>
  let journal: Journal
  beforeAll(async () => {
    await foreignRecords()
    const day = cafe('gameday', 'smoke', ...PACE, '--json')
    await vi.waitFor(() => expect(driverOf(place)?.what).toBe('gameday smoke'), { timeout: 60_000 })
    second = await cafe('load', 'smoke')
    const run = await day
    expect(run.stdout, run.stderr).not.toBe('')
    told = JSON.parse(run.stdout) as Told
    journal = JSON.parse(readFileSync(told.journal, 'utf8')) as Journal
  }, 400_000)

  it('accepts orders, and loses and doubles none of them', () => {
    const [outcomes] = journal.invariants
    expect(outcomes?.counted).toBeGreaterThan(20)
    expect(journal.invariants.filter((it) => !it.ok)).toEqual([])
    expect(journal.invariants.length).toBe(7)
  })

  it('refuses whoever would drive the system beside it, and says by whom it is driven', () => {
    expect(second.exitCode).toBe(3)
    expect(second.stderr).toMatch(/driven by .\/cafe gameday smoke --profile \w+ \(process \d+\)/)
  })

  it('names a foreign record, and counts without it', () => {
    const events = journal.invariants.find((it) => it.id === 'order-events')
    expect(events?.leftOut).toMatchObject({ count: 1, examples: [expect.stringContaining('no order event')] })
    expect(journal.verdict.notCounted).toEqual([])
  })

  it('lands its fault, leaves nothing of it, and sees the task come back', () => {
    expect(journal.faults.length).toBe(1)
    const targets = journal.faults.flatMap((fault) => fault.targets)
    expect(targets.length).toBe(1)
    expect(targets.map((target) => [target.landed?.ok, target.clean?.ok])).toEqual([[true, true]])
    expect(journal.recovery.map((it) => it.seconds)).toEqual([expect.any(Number)])
  })

  it('ends met, or says which hypothesis was not, with the exit code for it', () => {
    expect([0, 10]).toContain(told.exit_code)
    expect(journal.verdict.exitCode).toBe(told.exit_code)
    expect(journal.verdict.misses.length > 0).toBe(told.exit_code === 10)
  })

  it('writes a report that needs no network', () => {
    const html = readFileSync(told.report, 'utf8')
    expect(html).toContain(journal.run.title)
    expect(html).not.toMatch(/(src|href)="https?:/)
  })

  it('calls nothing of AWS that the workloads’ roles there would refuse', async () => {
    await cafe('down')
    const made: readonly CallMade[] = JSON.parse(readFileSync(join(place.state, CALLS_FILE), 'utf8'))
    const ours = made.filter((it) => it.workload in cloudcafe.workloads)
    expect(ours.length).toBeGreaterThan(20)
    expect(await refused(synthesised(), ours)).toEqual([])
  })
})
