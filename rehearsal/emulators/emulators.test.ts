import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Holdings, holdings, leftOver, shimsOf } from '../left-overs.ts'
import { type Emulators, startEmulators } from './index.ts'

const root = join(import.meta.dirname, '../..')
const installed = existsSync(join(root, '.cafe/venv/moto/installed'))

describe.skipIf(!installed)('the emulators of a rehearsal', () => {
  const state = mkdtempSync(join(tmpdir(), 'rehearsal-'))
  let emulators: Emulators
  let before: Holdings
  beforeAll(async () => {
    emulators = await startEmulators(cloudcafe, root, state, () => undefined)
    before = await holdings(emulators.urls)
  })
  afterAll(async () => {
    await emulators.stop()
    rmSync(state, { recursive: true })
  })

  it('tell their shims, each with a reason', async () => {
    const shims = await shimsOf(emulators.urls)
    expect(shims.length).toBeGreaterThan(0)
    expect(shims.filter(({ because }) => !/\w/.test(because))).toEqual([])
  })

  it('hold nothing that was not there before', async () => {
    expect(leftOver(before, await holdings(emulators.urls))).toEqual({ unexplained: [], explained: [] })
  })

  it('tell what was made and is still there', async () => {
    const ssm = new SSMClient({
      endpoint: emulators.urls.ministack,
      region: cloudcafe.region,
      credentials: { accessKeyId: cloudcafe.account, secretAccessKey: 'unchecked' },
    })
    await ssm.send(new PutParameterCommand({ Name: '/left', Value: 'behind', Type: 'String' }))
    ssm.destroy()
    const { unexplained } = leftOver(before, await holdings(emulators.urls))
    expect(unexplained).toContainEqual(expect.stringContaining('/left'))
  })
})
