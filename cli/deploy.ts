import { S3Client } from '@aws-sdk/client-s3'
import type { Command } from 'commander'
import type { Finding } from '../model/finding.ts'
import { packAll } from './artifacts.ts'
import { publishArchives } from './deploy/archives.ts'
import {
  type Demand,
  type Deployment,
  type DeploymentOptions,
  deploymentOf,
  deploymentOptions,
} from './deploy/deployment.ts'
import { publishImages } from './deploy/images.ts'
import { lastSteps } from './deploy/last-steps.ts'
import {
  accountIsOurs,
  imagesCanBe,
  placeIsSet,
  terraformIsThere,
  variablesAreSet,
} from './deploy/prerequisites.ts'
import { quotasSuffice, recorderIsFree } from './deploy/quotas.ts'
import { ensureStateBucket } from './deploy/state-bucket.ts'
import { synthesise } from './deploy/synthesis.ts'
import { init, outputsOf, terraform } from './deploy/terraform.ts'
import { progress, result, resultJson, table } from './output.ts'

/** Options of the commands that change an account. */
export interface ChangeOptions extends DeploymentOptions {
  readonly autoApprove?: true
}

export function register(command: Command): void {
  changeOptions(command)
    .description('put the system on AWS: its state bucket, its artifacts, then every stack in order')
    .action(async (options: ChangeOptions) => {
      const demands = [...TO_CHANGE, quotasSuffice, recorderIsFree, imagesCanBe]
      const deployment = await deploymentOf(options, demands, unasked(options))
      const names = await synthesise(deployment.site)
      await deploy(deployment, names, approval(options))
      await tellOutputs(names, options)
      for (const step of await lastSteps(deployment.site.system)) progress(step)
    })
}

/** What a command needs that runs Terraform on the stacks. */
export const TO_CHANGE: readonly Demand[] = [terraformIsThere, placeIsSet, accountIsOurs, variablesAreSet]

/** Adds the options of `deploymentOptions`, and Terraform's own word for not being asked. */
export const changeOptions = (command: Command): Command =>
  deploymentOptions(command).option('--auto-approve', 'do not ask before each stack')

/** Terraform's arguments for that. */
export const approval = ({ autoApprove }: ChangeOptions): readonly string[] =>
  autoApprove ? ['-auto-approve', '-input=false'] : []

/** Off a terminal nobody could answer, so there it must be said. */
export const unasked = ({ autoApprove }: ChangeOptions): readonly Finding[] =>
  autoApprove || process.stdin.isTTY
    ? []
    : [{ where: '--auto-approve', what: 'off a terminal nobody can be asked', mend: 'add it' }]

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
  const images = await packAll(
    system,
    artifacts.filter(({ form }) => form === 'image'),
  )
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
