import type { Options, Scenario } from 'k6/options'
import type { Journey } from '../../model/kinds.ts'
import type { Visited } from './visitor.ts'

/** Visitors that k6 may have under way at once, over all journeys: bounds memory where the system stands still. */
const MOST_VISITORS = 300
const WARM_VISITORS = 60

/**
 * k6's options for a load of the model: one open-model scenario per journey, its share of the arrivals by weight,
 * and the journey's SLO as thresholds. Stages are seconds of AWS, divided by the time scale; `times` multiplies the
 * arrivals.
 */
export function optionsOf(system: Visited, loadId: string, timeScale: number, times: number): Options {
  const load = system.loads[loadId]
  if (!load) throw new Error(`${system.id} has no load '${loadId}': known are ${Object.keys(system.loads)}`)
  const journeys = load.journeys.map((id) => [id, system.journeys[id]!] as const)
  const weights = journeys.reduce((sum, [, journey]) => sum + journey.weight, 0)
  const share = (of: number, journey: Journey) => Math.ceil((of * journey.weight) / weights)
  const scenarioOf = (journey: Journey): Scenario => ({
    executor: 'ramping-arrival-rate',
    // arrivals per as many seconds as there are weights: whole numbers, whatever the share
    timeUnit: `${weights}s`,
    startRate: load.stages[0]!.perSecond * times * journey.weight,
    stages: load.stages.map((stage) => ({
      duration: `${Math.round((stage.seconds / timeScale) * 1000)}ms`,
      target: stage.perSecond * times * journey.weight,
    })),
    preAllocatedVUs: share(WARM_VISITORS, journey),
    maxVUs: share(MOST_VISITORS, journey),
    gracefulStop: '15s',
  })
  return {
    scenarios: Object.fromEntries(journeys.map(([id, journey]) => [id, scenarioOf(journey)])),
    thresholds: Object.fromEntries(journeys.flatMap(([id, journey]) => thresholdsOf(id, journey))),
    summaryTrendStats: ['min', 'med', 'p(95)', 'p(99)', 'max'],
    discardResponseBodies: false,
    userAgent: `${system.id}-load`,
  }
}

const thresholdsOf = (id: string, { slo }: Journey): [string, string[]][] => [
  [`http_req_failed{scenario:${id}}`, [`rate<${(1 - slo.availabilityPercent / 100).toFixed(5)}`]],
  [`http_req_duration{scenario:${id}}`, [`p(95)<${slo.p95Ms}`]],
]
