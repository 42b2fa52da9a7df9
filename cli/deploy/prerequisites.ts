import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { type Finding, findingLines } from '../../model/check.ts'
import type { System } from '../../model/kinds.ts'
import { CliError, exit } from '../errors.ts'
import { lookForBuilder } from './builder.ts'
import type { Deployment } from './deployment.ts'
import { isPushed } from './images.ts'
import { OUTDIR } from './terraform.ts'

/** The oldest Terraform that knows write-only arguments and S3's own lock. */
const OLDEST = [1, 11] as const

/** Finds everything that a deployment lacks before anything is made; all of it is one error. */
export async function demand(findings: readonly (Finding | null | Promise<Finding | null>)[]): Promise<void> {
  const found = (await Promise.all(findings)).filter((it) => it !== null)
  if (found.length > 0) throw new CliError(`nothing was changed:\n${findingLines(found)}`, exit.prerequisite)
}

/** Terraform, recent enough. */
export async function terraformIsThere(): Promise<Finding | null> {
  const mend = `install Terraform ${OLDEST.join('.')} or later and put it on the PATH`
  const { exitCode, stdout } = await execa('terraform', ['version', '-json'], { reject: false })
  if (exitCode !== 0) return { where: 'terraform', what: 'does not run', mend }
  const { terraform_version: version } = JSON.parse(stdout) as { terraform_version: string }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const recent = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
  return recent ? null : { where: 'terraform', what: `${version} is too old`, mend }
}

/** The region: what changes an account takes none for granted. */
export const regionIsSet = (): Finding | null =>
  process.env.AWS_REGION
    ? null
    : { where: 'AWS_REGION', what: 'is not set', mend: 'set the region to deploy to, as us-east-1' }

/** Credentials of the account that the deployment names, by the command that Terraform asks for EKS's tokens, too. */
export async function accountIsOurs({ account, region }: System): Promise<Finding | null> {
  if (!process.env.AWS_ACCOUNT_ID)
    return {
      where: 'AWS_ACCOUNT_ID',
      what: 'is not set',
      mend: 'set the 12 digits of the account to deploy to',
    }
  // version 1 of the command does not know AWS_REGION
  const args = ['sts', 'get-caller-identity', '--region', region, '--query', 'Account', '--output', 'text']
  const { exitCode, code, stdout, stderr } = await execa('aws', args, { reject: false })
  if (code === 'ENOENT')
    return {
      where: 'aws',
      what: 'is not installed',
      mend: 'install the AWS command line and put it on the PATH',
    }
  if (exitCode !== 0)
    return { where: 'credentials', what: stderr.trim(), mend: 'log in, for instance with aws sso login' }
  if (stdout.trim() === account) return null
  const what = `are of account ${stdout.trim()}, not of ${account}`
  return { where: 'credentials', what, mend: 'take those of AWS_ACCOUNT_ID, or another AWS_ACCOUNT_ID' }
}

/** A program that builds images, where the registry does not have all of them already. */
export async function imagesCanBe({ site, artifacts }: Deployment): Promise<Finding | null> {
  const images = artifacts.filter(({ form }) => form === 'image')
  const pushed = await Promise.all(images.map((it) => isPushed(site, it).catch(() => false)))
  if (pushed.every(Boolean)) return null
  const found = await lookForBuilder()
  return typeof found === 'string' ? null : found
}

/** Variables of Terraform without a value: those that only who deploys knows. */
export function variablesAreSet(stacks: readonly string[]): readonly Finding[] {
  const wanted = new Map(stacks.flatMap(variablesOf))
  return [...wanted]
    .filter(([name]) => !process.env[`TF_VAR_${name}`])
    .map(([name, mend]) => ({ where: `TF_VAR_${name}`, what: 'is not set', mend }))
}

function variablesOf(stack: string): readonly (readonly [name: string, description: string])[] {
  const text = readFileSync(join(OUTDIR, 'stacks', stack, 'cdk.tf.json'), 'utf8')
  const { variable = {} } = JSON.parse(text) as {
    variable?: Record<string, { default?: unknown; description: string }>
  }
  return Object.entries(variable).flatMap(([name, it]) =>
    'default' in it ? [] : [[name, it.description] as const],
  )
}
