/** What is done to invocations of a function, as FIS's Lambda actions do it; `percent` of them are hit. */
export type Fault =
  | { readonly kind: 'delay'; readonly percent: number; readonly delayMs: number }
  | { readonly kind: 'error'; readonly percent: number; readonly preventExecution: boolean }
  | {
      readonly kind: 'response'
      readonly percent: number
      readonly payload: string
      readonly preventExecution: boolean
    }

/** A fault in its place. */
export interface Injected {
  /** Takes it away; invocations that it has hit already keep it. */
  remove(): void
  /** So many invocations it has hit. */
  fired(): number
}

/** The place for faults of functions. */
export interface Faults {
  /** Applies a fault to every new invocation. */
  add(functionId: string, fault: Fault): Injected
  /** What hits this invocation: a delay, an answer in the place of its own, both or none. */
  draw(functionId: string): readonly Fault[]
  /** All that is in place, the oldest first. */
  of(functionId: string): readonly Fault[]
}

interface Placed {
  readonly fault: Fault
  fired: number
}

/** An empty place for faults. */
export function faultPlace(random: () => number = Math.random): Faults {
  const places = new Map<string, Set<Placed>>()
  const placesOf = (functionId: string) => places.get(functionId) ?? new Set<Placed>()
  return {
    add(functionId, fault) {
      const placed = { fault, fired: 0 }
      places.set(functionId, placesOf(functionId).add(placed))
      return { remove: () => void placesOf(functionId).delete(placed), fired: () => placed.fired }
    },
    draw(functionId) {
      const hits = foremost([...placesOf(functionId)]).filter(({ fault }) => random() * 100 < fault.percent)
      for (const hit of hits) hit.fired += 1
      return hits.map(({ fault }) => fault)
    },
    of: (functionId) => [...placesOf(functionId)].map(({ fault }) => fault),
  }
}

/**
 * Of faults that exclude each other the oldest counts; a delay excludes no answer.
 * https://docs.aws.amazon.com/fis/latest/userguide/use-lambda-actions.html#understanding-concurrency
 */
function foremost(all: readonly Placed[]): readonly Placed[] {
  const delay = all.find(({ fault }) => fault.kind === 'delay')
  const answer = all.find(({ fault }) => fault.kind !== 'delay')
  return [delay, answer].filter((it) => it !== undefined)
}
