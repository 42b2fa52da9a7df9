import { type Command, Option } from 'commander'
import { systemOf } from '../../model/systems/index.ts'
import { type Artifact, artifactsOf, releasesOf } from '../../stacks/artifacts/artifact.ts'
import { type Site, siteOf } from '../../stacks/config.ts'
import { profiles } from '../../stacks/profiles.ts'
import { CliError } from '../errors.ts'
import { jsonOption, systemOption } from '../options.ts'
import { root } from '../place.ts'

/** Options of every command that is about AWS. */
export interface DeploymentOptions {
  readonly system: string
  /** Id of a profile, or what somebody took for one. */
  readonly profile: string
  readonly json?: true
}

/** A site, and the artifacts of this checkout that run on it. */
export interface Deployment {
  readonly site: Site
  readonly artifacts: readonly Artifact[]
}

/** Adds `--system`, `--profile` and `--json`; the profile is one of AWS, not one of this machine. */
export const deploymentOptions = (command: Command): Command =>
  command
    .addOption(systemOption())
    .addOption(
      // no `choices`: an unknown one is told together with everything else that is wrong
      new Option('--profile <name>', `which size: ${Object.keys(profiles).join(', ')}`)
        .env('CAFE_STAGE')
        .default('dev'),
    )
    .addOption(jsonOption())

/** The deployment that the options and the environment keys of `siteOf` name, its artifacts built. */
export async function deploymentOf({ system: id, profile }: DeploymentOptions): Promise<Deployment> {
  const system = systemOf(id)
  // settings first: what is wrong with them is told before anything is built
  siteAt(id, profile)
  const artifacts = await artifactsOf(system, root)
  return { artifacts, site: siteAt(id, profile, artifacts) }
}

function siteAt(id: string, profile: string, artifacts: readonly Artifact[] = []): Site {
  try {
    return siteOf(systemOf(id), { ...process.env, CAFE_STAGE: profile }, releasesOf(artifacts))
  } catch (error) {
    throw new CliError((error as Error).message)
  }
}
