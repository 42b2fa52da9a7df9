import { type Database, postgresAt } from '../chaos/gameday/database.ts'
import { frontDoorOf, type Metrics, type Site } from '../chaos/gameday/site.ts'
import { localGenerator, type Target } from '../loadtests/load.ts'
import type { System } from '../model/kinds.ts'
import { albName, nlbName, targetGroupName } from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { commandOf, type Place, runningDaemon } from './place.ts'
import { fetchStatus } from './status.ts'

/** The system that runs on this machine, as a game day sees it. */
export async function localSite(place: Place): Promise<Site> {
  const { system, state } = place
  const { endpoints } = await fetchStatus(place)
  const target = await localTarget(place)
  return {
    ...target,
    system,
    awsEndpoint: endpoints.aws!,
    credentials: platform.credentials,
    endpoints,
    load: localGenerator(target),
    stores: storesOf(place, endpoints),
    metrics: localMetrics(system),
    templates: null,
    statusUrl: `${endpoints.board}/status`,
    command: (name) => commandOf(place, name),
    state,
  }
}

/** Where load goes on this machine. */
export async function localTarget(place: Place): Promise<Target> {
  const { timeScale } = runningDaemon(place)
  const { endpoints } = await fetchStatus(place)
  const { system } = place
  return { system, local: true, timeScale, frontDoor: frontDoorOf({ system, endpoints }) }
}

/** The databases of the model that answer to SQL, each at the endpoint to which it is written. */
function storesOf(place: Place, endpoints: Readonly<Record<string, string>>): Site['stores'] {
  const found = Object.keys(place.system.resources).flatMap((id): [string, Database][] => {
    const writer = `${id}_writer`
    if (!endpoints[writer]?.startsWith('postgres:')) return []
    // AWS's endpoint moves by DNS; here its port moves with the writer, and the platform's status says where to
    return [[id, postgresAt(async () => (await fetchStatus(place)).endpoints[writer]!)]]
  })
  return Object.fromEntries(found)
}

/** What the local CloudWatch has of copies: every second, at once, under names that the model gives. */
export const localMetrics = (system: System): Metrics => ({
  periodSeconds: 1,
  lateSeconds: 0,
  balancer: (id) => (system.entries[id]?.kind === 'nlb' ? nlbName : albName)(system, id),
  targetGroup: targetGroupName,
})
