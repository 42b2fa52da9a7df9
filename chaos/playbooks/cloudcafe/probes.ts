import type { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { IdsOf, Probe } from '../../gameday/playbook.ts'

type Of = Probe<IdsOf<typeof cloudcafe>['journey']>

/** Orders are accepted: five in a hundred may fail while a fault is on. */
export const ordersAccepted: Of = {
  journey: 'order-coffee',
  measure: 'availability',
  before: 'slo',
  during: { absolute: 95 },
  after: 'slo',
}

/**
 * Orders are answered in so many milliseconds, 95 of 100, while a fault is on. Latency before and after is allowed twice
 * the SLO: load, engines and services share the machine's cores here.
 */
export const ordersAnswered = (duringMs: number): Of => ({
  journey: 'order-coffee',
  measure: 'p95',
  before: { absolute: 500 },
  during: { absolute: duringMs },
  after: { absolute: 500 },
})

/** The menu is there, which no fault on orders may touch. */
export const menuShown: Of = {
  journey: 'browse',
  measure: 'availability',
  before: 'slo',
  during: { absolute: 99 },
  after: 'slo',
}

/** So is the stock. */
export const stockShown: Of = {
  journey: 'check-stock',
  measure: 'availability',
  before: 'slo',
  during: { absolute: 99 },
  after: 'slo',
}
