import type { Construct } from 'constructs'
import { audit } from './audit.ts'
import { parameter } from './constructs/parameter.ts'
import { secret } from './constructs/secret.ts'
import { type Firewalls, firewalls } from './firewalls.ts'
import { hopOf } from './hop.ts'
import { type Keys, keys } from './keys.ts'
import type { NetworkStack } from './network.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import { type WorkloadRole, workloadRoles } from './workload-roles.ts'

/** Keys, secrets, parameters, the workloads' roles, the audit and the web ACLs. */
export class SecurityStack extends Stack {
  readonly keys: Keys
  /** ARNs of the secrets, by id. */
  readonly secrets: Readonly<Record<string, string>>
  /** By workload; none for what runs outside. */
  readonly roles: Readonly<Record<string, WorkloadRole>>
  readonly firewalls: Firewalls

  constructor(scope: Construct, site: Site, network: NetworkStack) {
    super(scope, site, 'security')
    this.keys = keys(this)
    this.secrets = Object.fromEntries(
      Object.entries(site.system.resources).flatMap(([id, it]) =>
        it.kind === 'secret' ? [[id, secret(this, id, it, this.keys.data)]] : [],
      ),
    )
    for (const [id, it] of Object.entries(site.system.resources))
      if (it.kind === 'parameter') parameter(this, id, it, this.keys.data)
    this.roles = workloadRoles(this, this.keys)
    this.firewalls = firewalls(this, hopOf(this.keys.messages))
    audit(this, this.keys, network.vpcId)
  }
}
