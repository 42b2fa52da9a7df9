import { localAuthorization } from '../../lib/local-authorization.ts'
import { platform } from '../../model/platform.ts'
import type { Finding, TargetRecord } from './journal.ts'
import type { Stage } from './site.ts'

interface LocalVerdict {
  readonly target: string
  readonly landed: Finding
  readonly clean: Finding
}

/**
 * The resolved targets with the local FIS's verdicts, which AWS's API does not have: there they stay null, and so
 * they do where the local ones cannot be had.
 */
export async function targetVerdicts(
  { site, system }: Stage,
  experimentId: string,
  targets: readonly string[],
): Promise<TargetRecord[]> {
  const verdicts = site.awsEndpoint ? await localVerdicts(site.awsEndpoint, system.region, experimentId) : []
  // an automation takes no targets: its verdicts speak of its document
  const others = verdicts.map((it) => it.target).filter((it) => !targets.includes(it))
  return [...targets, ...others].map((target) => {
    const own = verdicts.find((it) => it.target === target)
    return { target, landed: own?.landed ?? null, clean: own?.clean ?? null }
  })
}

async function localVerdicts(endpoint: string, region: string, id: string): Promise<LocalVerdict[]> {
  // the endpoint sends a call to the service that its credential scope names
  const { accessKeyId } = platform.credentials
  const answer = await fetch(`${endpoint}/experiments/${id}/verdicts`, {
    headers: { authorization: localAuthorization({ accessKeyId, region }, 'fis') },
  })
  return answer.ok ? ((await answer.json()) as { verdicts: LocalVerdict[] }).verdicts : []
}
