import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { credentialKeysOf, secretKeyOf } from '../../model/env-keys.ts'
import type { Env } from '../env.ts'
import { kept } from '../kept.ts'
import type { Logger } from '../log.ts'

/** A user of a store; the password is the one that it takes now. */
export interface Login {
  readonly username: string
  readonly password: () => Promise<string>
}

/** New connections within so long share one look at the secret: a rotation is known within seconds, a burst costs one call. */
const KEEP_MS = 1000

/**
 * A store's login as env keys hand it to a copy at its start; where they also name its secret, the password is read
 * there, as rotation changes it while the copy runs. Null where the store has none.
 */
export function loginOf(
  { system }: Pick<Env, 'system'>,
  id: string,
  log: Pick<Logger, 'warn'>,
  env: NodeJS.ProcessEnv = process.env,
): Login | null {
  const [username, password] = credentialKeysOf(system, id).map((key) => env[key])
  const secret = env[secretKeyOf(id)]
  if (!username || !password) return null
  return { username, password: secret ? inSecret(secret, log) : async () => password }
}

function inSecret(SecretId: string, log: Pick<Logger, 'warn'>): Login['password'] {
  const secrets = new SecretsManagerClient()
  const load = async (): Promise<string> => {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }))
    return (JSON.parse(SecretString ?? '{}') as { password: string }).password
  }
  const stale = (err: unknown) => log.warn({ err }, 'the secret cannot be read: its last password is used')
  return kept(KEEP_MS, load, stale).get
}

/** A store's URL with a name and a password in it. */
export function withLogin(url: string, username: string, password: string): string {
  const whole = new URL(url)
  whole.username = encodeURIComponent(username)
  whole.password = encodeURIComponent(password)
  return whole.href
}
