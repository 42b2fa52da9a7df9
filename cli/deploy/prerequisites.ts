import { execa } from 'execa'
import type { Finding } from '../../model/finding.ts'
import { zoneName } from '../../model/names.ts'
import { ANY_PLACE, givensOf, keyOf } from '../../stacks/given.ts'
import { asked } from './asked.ts'
import { lookForBuilder } from './builder.ts'
import type { Candidate, Demand } from './deployment.ts'
import { isPushed } from './images.ts'

/** The oldest Terraform that knows write-only arguments and S3's own lock. */
const OLDEST = [1, 11] as const

/** Terraform, recent enough. */
export const terraformIsThere: Demand = async () => {
  const mend = `install Terraform ${OLDEST.join('.')} or later and put it on the PATH`
  const { exitCode, stdout } = await execa('terraform', ['version', '-json'], { reject: false })
  if (exitCode !== 0) return [{ where: 'terraform', what: 'does not run', mend }]
  const { terraform_version: version } = JSON.parse(stdout) as { terraform_version: string }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const recent = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
  return recent ? [] : [{ where: 'terraform', what: `${version} is too old`, mend }]
}

/** Region and account: what changes an account takes none for granted. */
export const placeIsSet: Demand = async ({ settings }) => {
  const mends = {
    AWS_REGION: 'set the region to deploy to, as us-east-1',
    AWS_ACCOUNT_ID: 'set the 12 digits of the account to deploy to',
  }
  return Object.entries(mends)
    .filter(([where]) => settings[where] === undefined)
    .map(([where, mend]) => ({ where, what: 'is not set', mend }))
}

/** Whether region and account are set, and neither is wrong: only then can AWS be asked. */
export const isPlaced = ({ settings, wrong }: Candidate): boolean =>
  ['AWS_REGION', 'AWS_ACCOUNT_ID'].every(
    (key) => settings[key] !== undefined && !wrong.some(({ where }) => where === key),
  )

/** The command of AWS, which Terraform asks for EKS's tokens, too; and by it, credentials of the account, and the zones. */
export const accountIsOurs: Demand = async (candidate) => {
  if (!isPlaced(candidate)) return commandIsThere()
  const { account } = candidate.system
  const { exitCode, code, stdout, stderr } = await asked(candidate, [
    ...['sts', 'get-caller-identity'],
    ...['--query', 'Account'],
  ])
  if (code === 'ENOENT') return [NO_COMMAND]
  if (exitCode !== 0)
    return [{ where: 'credentials', what: stderr.trim(), mend: 'log in, for instance with aws sso login' }]
  if (stdout.trim() === account) return zonesAreThere(candidate)
  const what = `are of account ${stdout.trim()}, not of ${account}`
  return [{ where: 'credentials', what, mend: 'take those of AWS_ACCOUNT_ID, or another AWS_ACCOUNT_ID' }]
}

const NO_COMMAND: Finding = {
  where: 'aws',
  what: 'is not installed',
  mend: 'install the AWS command line and put it on the PATH',
}

async function commandIsThere(): Promise<readonly Finding[]> {
  const { code } = await execa('aws', ['--version'], { reject: false })
  return code === 'ENOENT' ? [NO_COMMAND] : []
}

/** Zones that the model names and the account does not have in the region: which ones it has differs between accounts. */
async function zonesAreThere(candidate: Candidate): Promise<readonly Finding[]> {
  const { region, zones } = candidate.system
  const query = ['--query', 'AvailabilityZones[].ZoneName']
  const { exitCode, stdout } = await asked(candidate, ['ec2', 'describe-availability-zones', ...query])
  // who may not ask finds out from Terraform
  if (exitCode !== 0) return []
  const there = stdout.split(/\s+/).filter(Boolean)
  const lacking = zones.filter((zone) => !there.includes(zoneName(candidate.system, zone)))
  if (lacking.length === 0) return []
  const what = `${region} has ${there.join(', ')}, and the model's zones are ${zones.join(', ')}`
  return [{ where: 'zones', what, mend: 'deploy to another region, or name others in the model' }]
}

/** A program that builds images, where the registry does not have all of them already. */
export const imagesCanBe: Demand = async ({ system, artifacts }) => {
  const images = artifacts.filter(({ form }) => form === 'image')
  const pushed = await Promise.all(images.map((it) => isPushed(system, it).catch(() => false)))
  return images.length > 0 && pushed.every(Boolean) ? [] : builderIsThere()
}

/** A program that builds images. */
export const builderIsThere = async (): Promise<readonly Finding[]> => {
  const found = await lookForBuilder()
  return typeof found === 'string' ? [] : [found]
}

/** Variables of Terraform with a value that can be one: those that only who deploys knows. */
export const variablesAreSet: Demand = async (candidate) => {
  const { system, settings } = candidate
  return givensOf(system, isPlaced(candidate) ? system : ANY_PLACE).flatMap((given) => {
    const where = keyOf(given)
    const value = settings[where]
    const { description, pattern, mend, secret } = given
    if (!value) return [{ where, what: 'is not set', mend: `${description.replace(/\.$/, '')}: ${mend}` }]
    return new RegExp(pattern).test(value)
      ? []
      : [{ where, what: `${secret ? 'its value' : `'${value}'`} is not that`, mend }]
  })
}
