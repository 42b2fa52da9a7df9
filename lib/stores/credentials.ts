import { credentialKeysOf } from '../../model/names.ts'
import type { Env } from '../env.ts'

/**
 * A store's URL with the name and password that its secret gives the copy as env keys of their own; the URL as it is
 * where there are none.
 */
export function withCredentials(
  { system }: Pick<Env, 'system'>,
  id: string,
  url: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const [username, password] = credentialKeysOf(system, id).map((key) => env[key])
  if (!username || !password) return url
  const whole = new URL(url)
  whole.username = encodeURIComponent(username)
  whole.password = encodeURIComponent(password)
  return whole.href
}
