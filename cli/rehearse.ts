import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { type Command, Option } from 'commander'
import { alone } from '../local/alone.ts'
import type { System } from '../model/kinds.ts'
import { systemOf } from '../model/systems/index.ts'
import { Unrehearsed } from '../rehearsal/choice.ts'
import { Missing } from '../rehearsal/prerequisites.ts'
import { type Report, rehearse } from '../rehearsal/rehearsal.ts'
import { StepError } from '../rehearsal/steps.ts'
import { findingsOf, reportText } from '../rehearsal/verdict.ts'
import { artifactsOf } from '../stacks/artifacts/artifact.ts'
import { siteFindings } from '../stacks/config.ts'
import { publishArchives } from './deploy/archives.ts'
import { type DeploymentOptions, deploymentOptions } from './deploy/deployment.ts'
import { CliError, exit, refuse } from './errors.ts'
import { untilInterrupted } from './interrupt.ts'
import { progress, result, resultJson } from './output.ts'
import { root } from './place.ts'

interface Options extends DeploymentOptions {
  readonly stack: readonly string[]
}

export function register(command: Command): void {
  deploymentOptions(command)
    .description('apply the stacks to emulators with real Terraform, plan again, check the plans, destroy')
    .addOption(
      new Option('--stack <name...>', 'these stacks and what they read, instead of all').default([], 'all'),
    )
    .action(async (options: Options) => {
      refuse(siteFindings(systemOf(options.system), { CAFE_STAGE: options.profile }))
      const report = await untilInterrupted((signal) => rehearsed(options, signal))
      const findings = findingsOf(report)
      if (options.json) resultJson({ ...report, findings })
      else result(reportText(report, findings))
      if (findings.length > 0) process.exitCode = exit.hypothesisNotMet
    })
}

async function rehearsed(options: Options, signal: AbortSignal): Promise<Report> {
  const state = join(root, '.cafe/rehearsal')
  const order = { system: systemOf(options.system), profile: options.profile, root, state }
  const waiting = () => progress('another rehearsal runs here: waiting for its end')
  try {
    return await alone(`${state}.lock`, waiting, () =>
      rehearse(order, {
        only: options.stack,
        say: progress,
        signal,
        publish: (endpoint) => publish(order.system, endpoint),
      }),
    )
  } catch (error) {
    if (signal.aborted)
      throw new CliError('interrupted: the emulators and all in them are gone', exit.stopped)
    if (error instanceof Unrehearsed) refuse(error.findings)
    if (error instanceof Missing) throw new CliError(error.message, exit.prerequisite)
    if (error instanceof StepError) throw new CliError(error.message, exit.hypothesisNotMet)
    throw error
  }
}

/** Archives as a deployment publishes them, to the bucket that the emulator has. */
async function publish(system: System, endpoint: string): Promise<void> {
  const credentials = { accessKeyId: system.account, secretAccessKey: 'unchecked' }
  const s3 = new S3Client({ endpoint, region: system.region, credentials, forcePathStyle: true })
  try {
    await publishArchives(system, await artifactsOf(system, root), s3)
  } finally {
    s3.destroy()
  }
}
