import type { System } from '../../model/kinds.ts'

/** One figure that no model knows: what is assumed for a month, and why so much. */
export interface Assumption {
  readonly value: number
  readonly unit: string
  readonly why: string
}

const assume = (value: number, unit: string, why: string): Assumption => ({ value, unit, why })

const MILLION = 1e6

/** What a month of a system is taken to be; figures that follow from the model's journeys are computed from them. */
export function usageOf(system: System) {
  const visits = 100_000
  const journeys = Object.values(system.journeys)
  const perVisit = journeys.reduce((sum, it) => sum + (it.weight / 100) * it.steps.length, 0)
  const acceptedPerVisit = journeys.reduce(
    (sum, it) => sum + (it.weight / 100) * it.steps.filter((step) => step.accepts).length,
    0,
  )
  const things =
    Object.values(system.subjects)
      .map((it) => it.plural)
      .join(', ') || 'things'
  return {
    visits: assume(visits, 'visits', 'a small system: some 3,300 visitors a day'),
    requests: assume(
      (visits * perVisit) / MILLION,
      'million requests',
      'steps of the journeys by their weights',
    ),
    accepted: assume(
      (visits * acceptedPerVisit) / MILLION,
      `million ${things}`,
      'steps of the journeys that accept one, by their weights',
    ),
    changesOfEach: assume(
      4,
      'changes',
      'each is taken, worked on, decided, ended; each change is written and told',
    ),
    requestsPerMessage: assume(3, 'requests', 'sent, received, deleted'),
    deadLetters: assume(0.001, 'of all messages', 'one in a thousand fails three times'),
    ioPerRequest: assume(20, 'I/Os', 'pages read and written for a request, most of them cached'),
    invocationSeconds: assume(0.2, 'seconds', 'a batch of a function, the call of the provider included'),
    webGb: assume(10, 'GB', 'answers of a few kilobytes each'),
    innerGb: assume(20, 'GB', 'each way inside: endpoints, the service network, the way out'),
    databaseGb: assume(20, 'GB', 'each database with its indexes'),
    tableGb: assume(1, 'GB', `each table: a day of ${things} and what belongs to them`),
    warehouseGb: assume(50, 'GB', 'years of facts'),
    archiveGb: assume(5, 'GB', 'each bucket and repository: releases, a year of audit'),
    logGb: assume(1, 'GB', 'lines of each log group'),
    containerMetrics: assume(30, 'metrics', 'Container Insights of a cluster of this size'),
    instanceMetrics: assume(
      10,
      'metrics',
      'of each instance: seven of detailed monitoring, three of the agent',
    ),
    configItems: assume(500, 'items', 'changes that Config records, with a game day a week'),
    ruleEvaluations: assume(500, 'evaluations', 'of each rule of Config'),
    faultMinutes: assume(20, 'minutes', 'each experiment once a week for five minutes'),
    capacityUnits: assume(1, 'units', 'a load balancer of this traffic never fills its first one'),
    spotDiscount: assume(0.6, 'of the price', 'Spot saves some 60 % on nodes'),
  } as const satisfies Record<string, Assumption>
}

export type Usage = ReturnType<typeof usageOf>
export type UsageId = keyof Usage
