import type { StressState } from '../../lib/stress/stress-run.ts'
import type { CopyStatus } from '../../local/status.ts'
import { platform } from '../../model/platform.ts'
import { CliError } from '../errors.ts'

/** The stress listener of one copy. */
export interface Listener {
  readonly copy: string
  /** Begins a run; throws with the copy's own reason where it refuses. */
  begin(seconds?: number): Promise<StressState>
  /** Null where the copy has ended; undefined where it does not answer in time, as a busy one may. */
  state(): Promise<StressState | null | undefined>
  /** Ends the run under way; answers as `state` does. */
  end(): Promise<StressState | null | undefined>
}

const REQUEST_MS = 10_000

export function listener({ id, stress_port }: CopyStatus, path: string, token: string): Listener {
  const ask = (method: string, body?: object) =>
    fetch(`http://${platform.host}:${stress_port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(REQUEST_MS),
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const stateOr = (method: string) =>
    ask(method).then(
      async (response) => (response.ok ? ((await response.json()) as StressState) : null),
      (error: Error) => (error.name === 'TimeoutError' ? undefined : null),
    )
  return {
    copy: id,
    async begin(seconds) {
      const response = await ask('POST', seconds === undefined ? {} : { seconds })
      if (response.ok) return (await response.json()) as StressState
      const { detail } = (await response.json()) as { detail?: string }
      throw new CliError(`${id} refuses (${response.status}): ${detail ?? response.statusText}`)
    },
    state: () => stateOr('GET'),
    end: () => stateOr('DELETE'),
  }
}
