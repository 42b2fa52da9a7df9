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

/** The place for faults of functions; `fired` counts hits, as evidence that a fault landed. */
export interface Faults {
  /** Applies a fault to every new invocation; the function given back takes it away. */
  add(functionId: string, fault: Fault): () => void
  /** The fault that hits this invocation, if any. */
  draw(functionId: string): Fault | null
  fired(functionId: string): number
}

/** An empty place for faults. */
export function faultPlace(random: () => number = Math.random): Faults {
  const active = new Map<string, Set<Fault>>()
  const hits = new Map<string, number>()
  return {
    add(functionId, fault) {
      const own = { ...fault }
      const of = active.get(functionId) ?? new Set()
      active.set(functionId, of.add(own))
      return () => void of.delete(own)
    },
    draw(functionId) {
      const hit = [...(active.get(functionId) ?? [])].find((fault) => random() * 100 < fault.percent)
      if (hit) hits.set(functionId, (hits.get(functionId) ?? 0) + 1)
      return hit ?? null
    },
    fired: (functionId) => hits.get(functionId) ?? 0,
  }
}
