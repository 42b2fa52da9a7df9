import { check, type Finding, findingLines } from '../model/check.ts'
import type { System } from '../model/kinds.ts'
import type { Releases } from './artifacts/artifact.ts'
import { type Profile, type ProfileId, profiles } from './profiles.ts'
import { checkSite } from './site-check.ts'

/** Where and how a system is deployed, as its stacks see it. */
export interface Site {
  /** The model, with the region and the account of this deployment in place of the local ones. */
  readonly system: System
  readonly profileId: ProfileId
  readonly profile: Profile
  /** S3 bucket of the Terraform state; state stands in files beside the output where absent. */
  readonly stateBucket?: string
  /** Which release of an artifact runs: the tag of its image, the name of its archive. */
  readonly releaseOf: (artifact: string) => string
}

/**
 * Environment keys of a deployment: `CAFE_STAGE`, `AWS_REGION`, `AWS_ACCOUNT_ID`, `CAFE_STATE_BUCKET`, and
 * `CAFE_UNPROTECTED` (`yes`: nothing refuses its deletion, which whoever destroys production deploys first).
 */
export type Settings = Readonly<Record<string, string | undefined>>

/**
 * Reads a deployment from environment keys; region and account are the model's where not given.
 * Where no releases are given, the stacks can be read and planned, but name artifacts that nobody has published.
 * @throws Error with every finding at once, in the settings and in the model.
 */
export function siteOf(model: System, settings: Settings, releases: Releases = {}): Site {
  const {
    CAFE_STAGE: profileId = 'dev',
    CAFE_STATE_BUCKET: stateBucket,
    CAFE_UNPROTECTED: unprotected,
  } = settings
  const system = {
    ...model,
    region: settings.AWS_REGION ?? model.region,
    account: settings.AWS_ACCOUNT_ID ?? model.account,
  }
  // what depends on the profile is told with the rest, of the smallest where there is no such profile
  const known = isProfile(profileId) ? profileId : 'dev'
  const whole: Profile = profiles[known]
  const profile = unprotected ? { ...whole, deletionProtection: false } : whole
  const findings = [
    ...settingsFindings(system, profileId, { stateBucket, unprotected }),
    ...check(system),
    ...checkSite({ system, profile }),
  ]
  if (findings.length > 0) throw new Error(`nothing was synthesised:\n${findingLines(findings)}`)
  const releaseOf = (artifact: string) => releases[artifact] ?? UNBUILT
  return { system, profileId: known, profile, releaseOf, ...(stateBucket ? { stateBucket } : {}) }
}

const UNBUILT = 'unbuilt'

const isProfile = (id: string): id is ProfileId => Object.hasOwn(profiles, id)

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
// ARNs are of the partition `aws`: China and the government's regions are of others
const REGION = /^(?!cn-|us-gov-|us-iso)[a-z]{2}(-[a-z]+)+-\d$/

interface Given {
  readonly stateBucket: string | undefined
  readonly unprotected: string | undefined
}

function settingsFindings(
  system: System,
  profileId: string,
  { stateBucket: bucket, unprotected }: Given,
): Finding[] {
  const replica = isProfile(profileId) ? (profiles[profileId] as Profile).replicaRegion : undefined
  const rules: readonly (readonly [boolean, string, string, string])[] = [
    [
      isProfile(profileId),
      '--profile or CAFE_STAGE',
      `'${profileId}' is no profile`,
      `take one of ${Object.keys(profiles).join(', ')}`,
    ],
    [
      REGION.test(system.region),
      'AWS_REGION',
      `'${system.region}' is no region of the partition aws`,
      'set it as us-east-1',
    ],
    [
      replica !== system.region,
      'AWS_REGION',
      `'${system.region}' is where ${profileId} has its replica`,
      'deploy to another region',
    ],
    [
      /^\d{12}$/.test(system.account),
      'AWS_ACCOUNT_ID',
      `'${system.account}' is no account`,
      'set its 12 digits',
    ],
    [
      bucket === undefined || BUCKET.test(bucket),
      'CAFE_STATE_BUCKET',
      `'${bucket}' is no bucket's name`,
      'take 3 to 63 small letters, digits, dots and hyphens',
    ],
    [
      unprotected === undefined || unprotected === 'yes',
      'CAFE_UNPROTECTED',
      `'${unprotected}' is not yes`,
      'set it to yes, or not at all',
    ],
  ]
  return rules.filter(([holds]) => !holds).map(([, where, what, mend]) => ({ where, what, mend }))
}
