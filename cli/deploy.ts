import { S3Client } from '@aws-sdk/client-s3'
import type { Command } from 'commander'
import { packAll } from './artifacts.ts'
import { publishArchives } from './deploy/archives.ts'
import {
  type Deployment,
  type DeploymentOptions,
  deploymentOf,
  deploymentOptions,
} from './deploy/deployment.ts'
import { publishImages } from './deploy/images.ts'
import {
  accountIsOurs,
  demand,
  imagesCanBe,
  regionIsSet,
  terraformIsThere,
  variablesAreSet,
} from './deploy/prerequisites.ts'
import { ensureStateBucket } from './deploy/state-bucket.ts'
import { synthesise } from './deploy/synthesis.ts'
import { init, outputsOf, terraform } from './deploy/terraform.ts'
import { CliError } from './errors.ts'
import { progress, result, resultJson, table } from './output.ts'

/** Options of the commands that change an account. */
export interface ChangeOptions extends DeploymentOptions {
  readonly autoApprove?: true
}

export function register(command: Command): void {
  changeOptions(command)
    .description('put the system on AWS: its state bucket, its artifacts, then every stack in order')
    .action(async (options: ChangeOptions) => {
      const approved = approval(options)
      const deployment = await deploymentOf(options)
      const names = await synthesise(deployment.site)
      await demand([
        terraformIsThere(),
        regionIsSet(),
        accountIsOurs(deployment.site.system),
        imagesCanBe(deployment),
        ...variablesAreSet(names),
      ])
      await deploy(deployment, names, approved)
      await tellOutputs(names, options)
    })
}

/** Adds the options of `deploymentOptions`, and Terraform's own word for not being asked. */
export const changeOptions = (command: Command): Command =>
  deploymentOptions(command).option('--auto-approve', 'do not ask before each stack')

/** Terraform's arguments for that; off a terminal nobody could answer, so there it must be said. */
export function approval({ autoApprove }: ChangeOptions): readonly string[] {
  if (autoApprove) return ['-auto-approve', '-input=false']
  if (!process.stdin.isTTY) throw new CliError('off a terminal nobody can be asked: add --auto-approve')
  return []
}

/** The stack of artifacts comes first; what the others run is published before they are. */
async function deploy(
  { site, artifacts }: Deployment,
  [first, ...rest]: readonly string[],
  approved: readonly string[],
): Promise<void> {
  const { system, stateBucket } = site
  const s3 = new S3Client({ region: system.region })
  if (stateBucket && (await ensureStateBucket(stateBucket, system.region, s3)))
    progress(`made the bucket ${stateBucket} for Terraform's state`)
  await apply(first!, approved)
  for (const key of await publishArchives(system, artifacts, s3)) progress(`published ${key}`)
  const images = await packAll(artifacts.filter(({ form }) => form === 'image'))
  for (const uri of await publishImages(site, images)) progress(`published ${uri}`)
  for (const stack of rest) await apply(stack, approved)
}

async function apply(stack: string, approved: readonly string[]): Promise<void> {
  progress(`\n${stack}`)
  await init(stack)
  await terraform(stack, ['apply', ...approved])
}

async function tellOutputs(names: readonly string[], { json }: ChangeOptions): Promise<void> {
  const outputs = await Promise.all(names.map(async (stack) => [stack, await outputsOf(stack)] as const))
  if (json) return resultJson(Object.fromEntries(outputs))
  const rows = outputs.flatMap(([stack, all]) =>
    Object.entries(all).map(([name, value]) => [stack, name, String(value)]),
  )
  result(table(['stack', 'output', 'value'], rows))
}
