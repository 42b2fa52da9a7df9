import type { Site } from '../chaos/gameday/site.ts'
import type { System } from '../model/kinds.ts'
import { platform } from '../model/platform.ts'
import { runningDaemon, stateOf } from './place.ts'
import { fetchStatus } from './status.ts'

/** The system that runs on this machine, as a game day sees it. */
export async function localSite(system: System): Promise<Site> {
  const { timeScale } = runningDaemon(system)
  const { endpoints } = await fetchStatus(system)
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
    state: stateOf(system),
  }
}
