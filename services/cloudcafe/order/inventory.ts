import type { Callee } from '../../../lib/calls.ts'
import type { OrderItem } from '../../../model/systems/cloudcafe/messages.ts'

export interface Reservation {
  readonly order_id: string
  readonly store_id: string
  readonly items: readonly OrderItem[]
}
/** `short` names the SKUs that the store has too little of; `closed`: the store takes no orders now. */
export interface Reserved {
  readonly order_id: string
  readonly outcome: 'reserved' | 'short' | 'closed'
  readonly short?: readonly string[]
}

/** The inventory service, as the order service calls it; both calls may be repeated. */
export interface Inventory {
  reserve(reservations: readonly Reservation[]): Promise<readonly Reserved[]>
  release(releases: readonly Omit<Reservation, 'items'>[]): Promise<void>
}

export const inventory = (service: Callee): Inventory => ({
  reserve: async (reservations) =>
    (await service.post<{ results: Reserved[] }>('/inventory/reservations', { reservations })).results,
  release: async (releases) => {
    await service.post('/inventory/releases', { releases })
  },
})
