import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { type Act, actOf, applyAll } from './acts.ts'
import { destroyAll, whyOf } from './ends.ts'
import type { Report } from './rehearsal.ts'
import type { Stage } from './steps.ts'
import { findingsOf, reportText } from './verdict.ts'

const hasTerraform = !execaSync('terraform', ['version'], { reject: false }).failed
const folder = mkdtempSync(join(tmpdir(), 'ends-'))
afterAll(() => rmSync(folder, { recursive: true }))

const said: string[] = []
const stage: Stage = {
  logs: join(folder, 'logs'),
  signal: new AbortController().signal,
  variables: {},
  say: (text) => void said.push(text),
}

/** A stack of one resource, of Terraform's own provider; one that is held refuses its deletion. */
function act(name: string, needs: readonly string[], held: boolean): Act {
  const place = join(folder, name)
  mkdirSync(place)
  const refuses = { 'local-exec': { when: 'destroy', command: 'echo it is held; exit 1' } }
  const one = held ? { provisioner: [refuses] } : {}
  writeFileSync(join(place, 'main.tf.json'), JSON.stringify({ resource: { terraform_data: { one } } }))
  const terraform = { terraform: { required_providers: { aws: { version: '' } } } }
  return actOf({ name, folder: place, needs, terraform }, stage)
}

describe.skipIf(!hasTerraform)('stacks of which one is not destroyed', () => {
  const acts = [
    act('network', [], false),
    act('data', ['network'], true),
    act('edge', ['network'], false),
    act('chaos', ['data'], false),
  ]

  it('are destroyed as far as they can be, and told what is left of the others, and why', async () => {
    const applied = await applyAll(acts, join(folder, 'plans'), stage.say, {
      planned: () => undefined,
      applied: async () => undefined,
    })
    const ends = await destroyAll(acts, stage.say)
    const gone = { destroySeconds: expect.any(Number), left: [], why: '' }
    const why = expect.stringMatching(
      /^data: terraform destroy failed: .*it is held.* The whole log is \S+\.$/,
    )
    const stays = { destroySeconds: null, left: ['terraform_data.one'], why }
    expect(ends).toEqual([stays, stays, gone, gone])
    expect(said).toEqual(expect.arrayContaining(['✗ network: not destroyed', '✗ data: not destroyed']))

    const report = reportOf(acts.map(({ name }, at) => ({ name, size: applied[at]!.value, end: ends[at]! })))
    const findings = findingsOf(report)
    expect(findings).toEqual([
      expect.stringMatching(/^network: not destroyed, 1 left \(terraform_data\.one\): data: .*it is held/),
      expect.stringMatching(/^data: not destroyed, 1 left \(terraform_data\.one\): data: .*it is held/),
    ])
    const text = reportText(report, findings)
    expect(text).toMatch(/^ {2}data: 1 resources, applied .*, NOT destroyed, 1 left$/m)
    expect(text).toMatch(/^ {2}edge: 1 resources, applied .*, destroyed in \d+ s$/m)
  })
})

it('an error of the rehearsal itself is none of a stack', () => {
  expect(() => whyOf(new TypeError('ours'))).toThrow('ours')
})

interface Row {
  readonly name: string
  readonly size: number
  readonly end: Awaited<ReturnType<typeof destroyAll>>[number]
}

/** A report of these stacks in which all else is well. */
const reportOf = (rows: readonly Row[]): Report => ({
  profile: 'dev',
  tools: { terraform: '1.11.4', provider: '6.13.0' },
  pods: { version: '1.33', manifests: 0, errors: [] },
  whole: true,
  seconds: 1,
  stacks: rows.map(({ name, size, end }) => ({
    ...{ stack: name, resources: size, applySeconds: 1, changes: [], outputs: 0, outputsWithout: [] },
    ...end,
  })),
  policy: { resources: 4, passed: 1, failures: [], parseErrors: [], missed: [], suppressed: [], idle: [] },
  shims: [],
  unlifted: null,
  left: { unexplained: ['ministack/ec2._vpcs: vpc-1'], explained: [] },
})
