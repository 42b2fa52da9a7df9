import type { Alarm, AlarmState } from './alarm.ts'

export type HistoryItemType = 'ConfigurationUpdate' | 'StateUpdate' | 'Action'
/** One line of an alarm's history. */
export interface HistoryItem {
  readonly alarm: string
  readonly kind: Alarm['kind']
  /** Milliseconds of the epoch. */
  readonly at: number
  readonly type: HistoryItemType
  readonly summary: string
  /** JSON. */
  readonly data: string
}

/** CloudWatch keeps two weeks; here it is a number, so that memory stays bounded. */
const MOST_ITEMS = 5000

/** What happened to alarms, oldest first; deleted alarms stay in it, as on AWS. */
export class History {
  readonly #items: HistoryItem[] = []

  items(): readonly HistoryItem[] {
    return this.#items
  }

  configured(alarm: Alarm, how: 'created' | 'updated' | 'deleted', at: number): void {
    const type = { created: 'Create', updated: 'Update', deleted: 'Delete' }[how]
    const data = { version: '1.0', type, [`${how}Alarm`]: alarm.config }
    this.#add(alarm, 'ConfigurationUpdate', `Alarm "${alarm.name}" ${how}`, data, at)
  }

  changed(alarm: Alarm, from: AlarmState, to: AlarmState): void {
    const data = { version: '1.0', oldState: stateOf(from), newState: stateOf(to) }
    this.#add(alarm, 'StateUpdate', `Alarm updated from ${from.value} to ${to.value}`, data, to.updatedAt)
  }

  acted(alarm: Alarm, action: string, error: string | null, at: number): void {
    const summary = error ? `Failed to execute action ${action}` : `Successfully executed action ${action}`
    const data = {
      actionState: error ? 'Failed' : 'Succeeded',
      notificationResource: action,
      error,
      stateUpdateTimestamp: at,
    }
    this.#add(alarm, 'Action', summary, data, at)
  }

  #add(alarm: Alarm, type: HistoryItemType, summary: string, data: object, at: number) {
    this.#items.push({ alarm: alarm.name, kind: alarm.kind, at, type, summary, data: JSON.stringify(data) })
    if (this.#items.length > MOST_ITEMS) this.#items.shift()
  }
}

const stateOf = ({ value, reason, reasonData }: AlarmState) => ({
  stateValue: value,
  stateReason: reason,
  ...(reasonData ? { stateReasonData: JSON.parse(reasonData) as unknown } : {}),
})
