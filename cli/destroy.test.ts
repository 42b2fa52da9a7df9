import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { execa, execaSync } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'
import { stackName } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { init, isApplied, OUTDIR, terraform } from './deploy/terraform.ts'
import { root } from './place.ts'

const folder = mkdtempSync(join(tmpdir(), 'destroyed-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A program of that name, in shell; `$state` is a folder for what it keeps. */
function program(name: string, script: string): void {
  const file = join(folder, 'bin', name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\nstate=${folder}\n${script}\n`)
  chmodSync(file, 0o755)
}
const account = '123456789012'
// the providers of all stacks are nowhere but in a registry; what is asked of Terraform, and when, is what is tested
program(
  'terraform',
  `case "$1" in version) echo '{"terraform_version":"1.11.4"}'; exit;; esac
stack=\${1##*/}
echo "$2 $stack" >> $state/called
case "$2" in
  show) if [ -e $state/$stack ]; then echo '{"values":{}}'; else echo '{"format_version":"1.0"}'; fi;;
  destroy) rm $state/$stack;;
esac`,
)
program(
  'aws',
  `case "$*" in *caller*) echo ${account};; *zones*) echo eu-west-1a eu-west-1b eu-west-1c;; esac`,
)

const stack = (name: string) => stackName(cloudcafe, name)
const destroy = () =>
  execa(process.execPath, [join(root, 'cli/main.ts'), 'destroy', '--auto-approve', '--json'], {
    env: {
      PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
      AWS_REGION: 'eu-west-1',
      AWS_ACCOUNT_ID: account,
      TF_VAR_domain: 'cafe.example',
      TF_VAR_alerts_email: 'sre@cafe.example',
      TF_VAR_zone_id: 'Z1',
      TF_VAR_certificate_arn: `arn:aws:acm:eu-west-1:${account}:certificate/0a`,
      TF_VAR_cdn_certificate_arn: `arn:aws:acm:us-east-1:${account}:certificate/0b`,
      TF_VAR_payments_url: 'https://payments.example',
      TF_VAR_payments_api_key: 'sk-of-a-test',
    },
    extendEnv: false,
    reject: false,
  })

it('destroys what was applied, the last stack first, and passes over what never was', async () => {
  const applied = ['artifacts', 'network', 'security'].map(stack)
  for (const name of applied) writeFileSync(join(folder, name), '')
  const { exitCode, stdout, stderr } = await destroy()
  expect([exitCode, JSON.parse(stdout)], stderr).toEqual([0, { destroyed: applied.toReversed() }])
  const called = readFileSync(join(folder, 'called'), 'utf8').trim().split('\n')
  expect(called.filter((it) => it.startsWith('destroy '))).toEqual(
    applied.toReversed().map((name) => `destroy ${name}`),
  )
  expect(called).toContain(`show ${stack('gameday')}`)
  for (const name of applied) expect(existsSync(join(folder, name))).toBe(false)
})

const hasTerraform = !execaSync('terraform', ['version'], { reject: false }).failed

describe.skipIf(!hasTerraform)('a stack in the hands of the real Terraform', () => {
  const name = `applied-${process.pid}`
  const place = join(OUTDIR, 'stacks', name)
  afterAll(() => rmSync(place, { recursive: true }))

  it('is applied from its first resource to its last, and not before and after', async () => {
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'main.tf.json'), '{"resource":{"terraform_data":{"one":{}}}}')
    await init(name)
    expect(await isApplied(name)).toBe(false)
    await terraform(name, ['apply', '-auto-approve'])
    expect(await isApplied(name)).toBe(true)
    await terraform(name, ['destroy', '-auto-approve'])
    expect(await isApplied(name)).toBe(false)
  })

  it('that fails is told by its name', async () => {
    await expect(terraform(name, ['apply', '-no-such-option'])).rejects.toThrow(
      `terraform apply of ${name} failed`,
    )
  })
})
