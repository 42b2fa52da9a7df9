import type { Member } from './aurora-member.ts'
import { withSession } from './postgres-client.ts'

/** Longer than a machine under stress keeps a short query waiting. */
const SILENT_MS = 5_000

/**
 * Tells which writer lives but serves nobody, as on a host that hangs: it has answered nothing for `SILENT_MS`, and
 * does not let a new session in either. Aurora replaces such an instance as it does a dead one.
 */
export function watch() {
  let silent: { readonly member: Member; readonly since: number } | null = null
  return {
    /** To be called when the writer has answered. */
    answered(): void {
      silent = null
    },
    /** To be called when it has not; true where it hangs. */
    async hangs(writer: Member): Promise<boolean> {
      if (silent?.member !== writer) silent = { member: writer, since: Date.now() }
      if (Date.now() - silent.since < SILENT_MS) return false
      return withSession(writer.login(), (client) => client.query('select 1')).then(
        () => false,
        // a refusal has a code, and is an answer
        (error: { code?: string }) => error.code === undefined,
      )
    },
  }
}
