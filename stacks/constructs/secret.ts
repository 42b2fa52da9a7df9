import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret/index.js'
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version/index.js'
import type { Secret } from '../../model/kinds.ts'
import { secretName } from '../../model/names.ts'
import type { Stack } from '../stack.ts'

const LENGTH = 32

/**
 * A database's login (`username`, `password`), made by Secrets Manager. The password is in no plan and no state:
 * Terraform holds it only while it runs (an ephemeral value, a write-only argument). Returns the secret's ARN.
 */
export function secret(stack: Stack, id: string, it: Secret, keyArn: string): string {
  const { system, profile } = stack.site
  const made = new SecretsmanagerSecret(stack, id, {
    name: secretName(system, id),
    description: it.title,
    kmsKeyId: keyArn,
    recoveryWindowInDays: profile.recoveryDays.secret,
    tags: { ...it.tags },
  })
  // letters and digits only: a password stands in URLs, and databases refuse some of the rest
  const password = ephemeral(stack, 'aws_secretsmanager_random_password', id, {
    password_length: LENGTH,
    exclude_punctuation: true,
  })
  new SecretsmanagerSecretVersion(stack, `${id}-first`, {
    secretId: made.id,
    secretStringWo: JSON.stringify({
      username: masterUser(stack),
      password: `\${${password}.random_password}`,
    }),
    // rotation writes the later versions; another number here would throw them away
    secretStringWoVersion: 1,
    lifecycle: { ignoreChanges: ['version_stages'] },
  })
  return made.arn
}

/** Name of the user that a database is made with. */
export const masterUser = (stack: Stack): string => stack.site.system.id

/** What a login is made of. */
export type LoginField = 'username' | 'password'

/** A field of a store's current login, for write-only arguments only; null where the model has no secret of it. */
export function loginField(stack: Stack, resource: string, field: LoginField): string | null {
  const { system } = stack.site
  const found = Object.entries(system.resources).find(([, it]) => it.kind === 'secret' && it.of === resource)
  if (!found) return null
  const name = secretName(system, found[0])
  const login = ephemeral(stack, 'aws_secretsmanager_secret_version', found[0], { secret_id: name })
  return `\${jsondecode(${login}.secret_string)["${field}"]}`
}

/** Adds an ephemeral resource, which cdktf 0.21 has no class for; returns its address. */
function ephemeral(stack: Stack, type: string, name: string, args: Record<string, unknown>): string {
  stack.addOverride(`ephemeral.${type}.${name}`, args)
  return `ephemeral.${type}.${name}`
}
