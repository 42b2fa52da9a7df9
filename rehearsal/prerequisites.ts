import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROVIDER } from './override.ts'
import { terraform } from './terraform.ts'

/** What the machine lacks for a rehearsal, in one line that says how to mend it. */
export class Missing extends Error {}

export interface Tools {
  readonly terraform: string
  readonly provider: string
}

const LIMIT_MS = 5 * 60_000

/** The versions of Terraform and of the AWS provider, found as `terraform init` finds them. @throws Missing */
export async function findTools(state: string, signal: AbortSignal): Promise<Tools> {
  const folder = join(state, 'provider')
  mkdirSync(folder, { recursive: true })
  const main = {
    terraform: { required_providers: { aws: PROVIDER } },
    provider: { aws: [{ region: 'us-east-1' }] },
  }
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(main))
  const call = (...args: string[]) =>
    terraform({
      folder,
      args,
      log: join(state, 'logs/provider.log'),
      timeoutMs: LIMIT_MS,
      signal,
      variables: {},
    })
  const asked = await call('version', '-json')
  if (asked.exitCode !== 0)
    throw new Missing(
      'terraform is missing: put 1.11 or later on the PATH (https://developer.hashicorp.com/terraform/install)',
    )
  const init = await call('init', '-json')
  // with dev_overrides a provider is there although `init` does not find it
  if ((await call('validate')).exitCode !== 0) {
    const why = init.errors[0]?.replaceAll(/\s+/g, ' ').slice(0, 200) ?? 'terraform init does not find it'
    throw new Missing(
      `the AWS provider ${PROVIDER.version} is missing: give terraform init a registry, a mirror or dev_overrides (TF_CLI_CONFIG_FILE); it said: ${why}`,
    )
  }
  return toolsIn((await call('version', '-json')).stdout)
}

interface Versions {
  readonly terraform_version: string
  readonly provider_selections?: Readonly<Record<string, string>>
}

function toolsIn(text: string): Tools {
  const { terraform_version, provider_selections = {} } = JSON.parse(text) as Versions
  const [provider = 'of dev_overrides'] = Object.values(provider_selections)
  return { terraform: terraform_version, provider }
}
