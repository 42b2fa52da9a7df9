import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Cloud, cloudOf } from '../cloud.ts'
import { processes } from '../processes.ts'
import { type Botocore, botocoreOn } from './fixture/endpoint.ts'

const state = mkdtempSync(join(tmpdir(), 'cafe-docs-'))
let cloud: Cloud
let aws: Botocore
beforeAll(async () => {
  const ports = { aws: 0, alb: 0, nlb: 0, cloudfront: 0, board: 0 }
  const place = { system: cloudcafe, timeScale: 10, root: process.cwd(), state, ports }
  cloud = await cloudOf({ ...place, processes: processes(state), say: () => {} }, {})
  aws = await botocoreOn(cloud.gateway.services())
})
afterAll(async () => {
  await aws.close()
  rmSync(state, { recursive: true })
})

/** The rows of the document's table: signing name → operations. */
const rows = new Map(
  [
    ...readFileSync('docs/aws-endpoint.md', 'utf8').matchAll(/^\| `([\w-]+)` *\|[^|]*\| *ours *\|(.*)\|$/gm),
  ].map(([, name, operations]) => [name!, [...operations!.matchAll(/\w+/g)].map(([it]) => it).sort()]),
)

test('the document has a row for each service of ours, and its operations are those that are served', async () => {
  const services = cloud.gateway.services()
  const served = new Map<string, string[]>()
  for (const { signingName, operations } of services)
    served.set(signingName, [...(operations ?? (await aws.served(signingName)))].sort())
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(served))
})
