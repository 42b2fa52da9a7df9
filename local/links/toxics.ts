import type { Toxic } from '../types.ts'

/** Bytes of a copy's connection flow `out` to the dependency and `in` from it. */
export type Direction = 'out' | 'in'

/** What TCP waits before it sends a lost segment again; doubled each time, as the kernel does. */
const RETRANSMIT_MS = 200
/** Losses of one segment in a row after which the connection counts as broken. */
const MOST_LOSSES = 4

const concerns = (toxic: Toxic, direction: Direction): boolean =>
  toxic.direction === 'both' || (toxic.direction ?? 'out') === direction

/** True where bytes stand still until the toxic is gone. */
export const isBlackhole = (toxics: readonly Toxic[]): boolean =>
  toxics.some((toxic) => toxic.kind === 'blackhole')

/** Whether a connection falls to a reset; drawn once for each connection and toxic. */
export const resets = (toxic: Toxic, random = Math.random): boolean =>
  toxic.kind === 'reset' && random() * 100 < (toxic.percent ?? 100)

/** How the next bytes fare: held back for so long, and then lost for good where `lost`. */
export interface Delay {
  readonly ms: number
  readonly lost: boolean
}

/** Draws what the toxics do to the next bytes of that direction. */
export function delayOf(toxics: readonly Toxic[], direction: Direction, random = Math.random): Delay {
  const delays = toxics
    .filter((toxic) => concerns(toxic, direction))
    .map((toxic) => (toxic.kind === 'loss' ? stallOf(toxic, random) : latencyOf(toxic, random)))
  return { ms: delays.reduce((sum, it) => sum + it.ms, 0), lost: delays.some((it) => it.lost) }
}

function latencyOf({ kind, latencyMs = 0, jitterMs = 0 }: Toxic, random: () => number): Delay {
  return { ms: kind === 'latency' ? Math.max(0, latencyMs + (random() * 2 - 1) * jitterMs) : 0, lost: false }
}

/** Loss as a stream sees it: the time of the retransmissions, and in the end a broken connection. */
function stallOf({ percent = 100 }: Toxic, random: () => number): Delay {
  let losses = 0
  while (losses < MOST_LOSSES && random() * 100 < percent) losses++
  return { ms: RETRANSMIT_MS * (2 ** losses - 1), lost: losses === MOST_LOSSES }
}
