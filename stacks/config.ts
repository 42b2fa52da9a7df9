import { drillsOf } from '../chaos/systems.ts'
import { check } from '../model/check.ts'
import { type Finding, findingLines } from '../model/finding.ts'
import type { System } from '../model/kinds.ts'
import type { Releases } from './artifacts/artifact.ts'
import { type Profile, type ProfileId, profiles } from './profiles.ts'
import { REGIONS } from './regions.ts'
import type { Site } from './site.ts'
import { checkSite } from './site-check.ts'

/**
 * Environment keys of a deployment: `CAFE_STAGE`, `AWS_REGION`, `AWS_ACCOUNT_ID`, `CAFE_STATE_BUCKET`,
 * `CAFE_UNPROTECTED` (`yes`: nothing refuses its deletion, which whoever destroys production deploys first) and
 * `CAFE_CONFIG_RECORDER` (`account`: AWS Config records here already, and its recorder is used).
 */
export type Settings = Readonly<Record<string, string | undefined>>

/**
 * Reads a deployment from environment keys; region and account are the model's where not given.
 * Where no releases are given, the stacks can be read and planned, but name artifacts that nobody has published.
 * @throws Error with every finding at once, in the settings and in the model.
 */
export function siteOf(model: System, settings: Settings, releases: Releases = {}): Site {
  const findings = siteFindings(model, settings)
  if (findings.length > 0) throw new Error(`nothing was synthesised:\n${findingLines(findings)}`)
  const { system, profileId, profile, stateBucket, recorder } = read(model, settings)
  const releaseOf = (artifact: string) => releases[artifact] ?? UNBUILT
  const { experiments } = drillsOf(system.id)
  const ownRecorder = recorder !== 'account'
  const bucket = stateBucket ? { stateBucket } : {}
  return { system, profileId, profile, experiments, releaseOf, ownRecorder, ...bucket }
}

/** All that is wrong with a deployment, in the settings, in the model and in what no stack could be made of. */
export function siteFindings(model: System, settings: Settings): readonly Finding[] {
  const given = read(model, settings)
  const wrong = settingsFindings(given)
  const is = (key: string) => !wrong.some(({ where }) => where === key)
  // a place that there is not makes no names: those of the model tell whether an id is too long
  const system = {
    ...model,
    ...(is('AWS_REGION') ? { region: given.system.region } : {}),
    ...(is('AWS_ACCOUNT_ID') ? { account: given.system.account } : {}),
  }
  return [...wrong, ...check(system), ...checkSite({ ...given, system })]
}

/** A model in the region and the account of the settings, wrong as they may be. */
export const placedIn = (model: System, { AWS_REGION, AWS_ACCOUNT_ID }: Settings): System => ({
  ...model,
  region: AWS_REGION ?? model.region,
  account: AWS_ACCOUNT_ID ?? model.account,
})

function read(model: System, settings: Settings) {
  const {
    CAFE_STAGE: stage = 'dev',
    CAFE_STATE_BUCKET: stateBucket,
    CAFE_UNPROTECTED: unprotected,
  } = settings
  // what depends on the profile is told with the rest, of the smallest where there is no such profile
  const profileId = isProfile(stage) ? stage : 'dev'
  const whole: Profile = profiles[profileId]
  const profile = unprotected ? { ...whole, deletionProtection: false } : whole
  const system = placedIn(model, settings)
  const recorder = settings.CAFE_CONFIG_RECORDER
  return { system, stage, profileId, profile, stateBucket, unprotected, recorder }
}
type Given = ReturnType<typeof read>

const UNBUILT = 'unbuilt'

const isProfile = (id: string): id is ProfileId => Object.hasOwn(profiles, id)

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

function settingsFindings({ system, stage, stateBucket: bucket, unprotected, recorder }: Given): Finding[] {
  const replica = isProfile(stage) ? (profiles[stage] as Profile).replicaRegion : undefined
  const rules: readonly (readonly [boolean, string, string, string])[] = [
    [
      isProfile(stage),
      '--profile or CAFE_STAGE',
      `'${stage}' is no profile`,
      `take one of ${Object.keys(profiles).join(', ')}`,
    ],
    [
      // ARNs are of the partition `aws`: China and the government's regions are of others
      REGIONS.includes(system.region),
      'AWS_REGION',
      `'${system.region}' is no region of the partition aws`,
      `take one of ${REGIONS.join(', ')}`,
    ],
    [
      replica !== system.region,
      'AWS_REGION',
      `'${system.region}' is where ${stage} has its replica`,
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
      'take 3 to 63 small letters, digits, single dots and hyphens',
    ],
    [
      unprotected === undefined || unprotected === 'yes',
      'CAFE_UNPROTECTED',
      `'${unprotected}' is not yes`,
      'set it to yes, or not at all',
    ],
    [
      recorder === undefined || recorder === 'account',
      'CAFE_CONFIG_RECORDER',
      `'${recorder}' is not account`,
      'set it to account where AWS Config records in the region already, or not at all',
    ],
  ]
  return rules.filter(([holds]) => !holds).map(([, where, what, mend]) => ({ where, what, mend }))
}
