import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { stackName } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Block, synthesised } from '../../stacks/fixtures/synthesised.ts'
import { checkPods } from './pods.ts'

const root = join(import.meta.dirname, '../..')
const installed = existsSync(join(root, '.cafe/venv/kubernetes/installed'))

describe.skipIf(!installed)('what lives inside EKS', () => {
  const out = mkdtempSync(join(tmpdir(), 'pods-'))
  afterAll(() => rmSync(out, { recursive: true }))
  const written = async (change: (resources: Block) => void) => {
    const { texts, stack } = synthesised()
    const pods = structuredClone(stack('pods'))
    change(pods.resource)
    for (const name of ['eks', 'pods'].map((it) => stackName(cloudcafe, it))) {
      mkdirSync(join(out, 'stacks', name), { recursive: true })
      const text = name === stackName(cloudcafe, 'pods') ? JSON.stringify(pods) : texts[name]!
      writeFileSync(join(out, 'stacks', name, 'cdk.tf.json'), text)
    }
    return (await checkPods(cloudcafe, root, out))!
  }

  it('is what the schemas of its Kubernetes take', async () => {
    const { errors, manifests } = await written(() => undefined)
    expect(errors).toEqual([])
    expect(manifests).toBeGreaterThan(0)
  })

  it.each([
    ['a key that there is not', 'replikas', 'Kubernetes knows no replikas'],
    ['a value of another type', 'min_ready_seconds', "'soon' is not of type"],
  ])('is refused with %s', async (_, key, says) => {
    const { errors } = await written((resources) => {
      const [deployment] = Object.values(resources.kubernetes_deployment_v1 as Record<string, Block>)
      deployment!.spec[key] = 'soon'
    })
    expect(errors).toEqual([expect.stringContaining(says)])
    expect(errors[0]).toContain('kubernetes_deployment_v1.')
  })
})
