import type { System } from '../model/kinds.ts'
import { endpoints, type Urls } from './services.ts'

/** Any provider of this major version: what the bindings pin may not be what the machine has. */
export const PROVIDER = { source: 'hashicorp/aws', version: '~> 6.0' }

/** The parts of a stack's Terraform that are read here. */
export interface StackTerraform {
  readonly terraform: { readonly required_providers: { readonly aws: { readonly version: string } } }
  readonly provider?: { readonly aws?: readonly { readonly alias?: string; readonly region?: string }[] }
  readonly output?: Readonly<Record<string, unknown>>
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, unknown>>
  }
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>
}

/**
 * What Terraform merges into a stack for a rehearsal: the version of the provider, and the emulators in place of AWS.
 * The account is asked for as in a deployment, since the emulators take the access key for it.
 */
export function override(system: System, stack: StackTerraform, urls: Urls) {
  const aws = (stack.provider?.aws ?? []).map(({ alias }) => ({
    ...(alias ? { alias } : {}),
    access_key: system.account,
    secret_key: 'unchecked',
    skip_metadata_api_check: true,
    s3_use_path_style: true,
    // an emulator that fails does so each time
    max_retries: 2,
    endpoints: [endpoints(urls)],
  }))
  return { terraform: { required_providers: { aws: PROVIDER } }, provider: { aws } }
}
