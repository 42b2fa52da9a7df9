import type { Zone } from '../../model/kinds.ts'

/** Zones that the traffic of balancers is shifted out of. */
export interface ZonalShifts {
  /** Lets a balancer send nothing to a zone; the function given back ends that. */
  readonly start: (entry: string, zone: Zone) => () => void
  readonly isOut: (entry: string, zone: Zone) => boolean
}

/** No traffic is shifted yet. */
export function zonalShifts(): ZonalShifts {
  const shifts = new Set<{ readonly entry: string; readonly zone: Zone }>()
  return {
    start(entry, zone) {
      const shift = { entry, zone }
      shifts.add(shift)
      return () => void shifts.delete(shift)
    },
    isOut: (entry, zone) => [...shifts].some((it) => it.entry === entry && it.zone === zone),
  }
}
