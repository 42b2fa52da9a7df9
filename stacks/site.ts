import type { Experiment } from '../chaos/experiments/experiment.ts'
import type { System } from '../model/kinds.ts'
import type { Profile, ProfileId } from './profiles.ts'

/** Where and how a system is deployed, as its stacks see it. */
export interface Site {
  /** The model, with the region and the account of this deployment in place of the local ones. */
  readonly system: System
  readonly profileId: ProfileId
  readonly profile: Profile
  /** Whether this deployment has AWS Config's recorder, of which a region has one, or uses the account's. */
  readonly ownRecorder: boolean
  /** S3 bucket of the Terraform state; state stands in files beside the output where absent. */
  readonly stateBucket?: string
  /** What is played on it. */
  readonly experiments: readonly Experiment[]
  /** Which release of an artifact runs: the tag of its image, the name of its archive. */
  readonly releaseOf: (artifact: string) => string
}
