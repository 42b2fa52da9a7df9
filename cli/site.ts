import type { Site } from '../chaos/gameday/site.ts'
import { platform } from '../model/platform.ts'
import { type Place, runningDaemon } from './place.ts'
import { fetchStatus } from './status.ts'

/** The system that runs on this machine, as a game day sees it. */
export async function localSite(place: Place): Promise<Site> {
  const { system, state } = place
  const { timeScale } = runningDaemon(place)
  const { endpoints } = await fetchStatus(place)
  return {
    system: system.id,
    local: true,
    timeScale,
    region: system.region,
    awsEndpoint: endpoints.aws!,
    credentials: platform.credentials,
    albUrl: endpoints.alb!,
    auroraWriterUrl: endpoints.aurora_writer!,
    paymentsLedgerUrl: `${endpoints.payments}/ledger`,
    statusUrl: `${endpoints.board}/status`,
    state,
  }
}
