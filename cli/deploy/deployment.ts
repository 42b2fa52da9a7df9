import { type Command, Option } from 'commander'
import type { Finding } from '../../model/finding.ts'
import type { System } from '../../model/kinds.ts'
import { systemOf } from '../../model/systems/index.ts'
import { type Artifact, artifactsOf, releasesOf } from '../../stacks/artifacts/artifact.ts'
import { placedIn, type Settings, siteFindings, siteOf } from '../../stacks/config.ts'
import { profiles } from '../../stacks/profiles.ts'
import type { Site } from '../../stacks/site.ts'
import { refuse } from '../errors.ts'
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

/** What would be deployed, as far as it can be told before all that is wrong with it is known. */
export interface Candidate {
  /** In the region and the account of the settings, wrong as they may be. */
  readonly system: System
  readonly settings: Settings
  /** What is wrong with the settings and the model. */
  readonly wrong: readonly Finding[]
  /** None where something is wrong: then nothing is built. */
  readonly artifacts: readonly Artifact[]
}

/** Something that a command needs; gives what is missing of it. */
export type Demand = (candidate: Candidate) => Promise<readonly Finding[]>

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

/**
 * The deployment that the options and the environment keys of `siteOf` name, its artifacts built. What is wrong with it
 * or was misused, and what the demands miss, is one error, before anything is changed.
 */
export async function deploymentOf(
  { system: id, profile }: DeploymentOptions,
  demands: readonly Demand[] = [],
  misused: readonly Finding[] = [],
): Promise<Deployment> {
  const model = systemOf(id)
  const settings = { ...process.env, CAFE_STAGE: profile }
  const wrong = [...misused, ...siteFindings(model, settings)]
  const artifacts = wrong.length > 0 ? [] : await artifactsOf(model, root)
  const candidate = { system: placedIn(model, settings), settings, wrong, artifacts }
  const missing = await Promise.all(demands.map((demand) => demand(candidate)))
  refuse(wrong, missing.flat())
  return { artifacts, site: siteOf(model, settings, releasesOf(artifacts)) }
}
