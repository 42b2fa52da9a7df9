import type { Socket } from 'node:net'
import type { Toxic } from '../types.ts'
import { type Direction, delayOf, isBlackhole } from './toxics.ts'

/** Bytes held back before the sender has to wait, so that a slow link does not fill our memory. */
const MOST_HELD = 1024 * 1024

type Piece = { readonly due: number; readonly bytes: Buffer | 'end' | 'lost' }

const sizeOf = ({ bytes }: Piece): number => (typeof bytes === 'string' ? 0 : bytes.length)

/** One direction of a forwarded connection. */
export interface Flow {
  /** To be called when the toxics have changed: what they no longer hold goes on at once. */
  readonly changed: () => void
  readonly close: () => void
}

/**
 * Carries bytes whole and in order from one socket to the other, with backpressure and half-close; `toxics` is
 * asked for each piece, and `broken` called where the pieces can never arrive.
 */
export function flow(
  from: Socket,
  to: Socket,
  direction: Direction,
  toxics: () => readonly Toxic[],
  broken: () => void,
): Flow {
  let held: Piece[] = []
  let heldBytes = 0
  let timer: NodeJS.Timeout | undefined

  const pass = (bytes: Piece['bytes']) => {
    if (bytes === 'lost') broken()
    else if (bytes === 'end') to.end()
    else if (!to.write(bytes)) from.pause()
  }
  const resume = () => {
    if (heldBytes <= MOST_HELD && !to.writableNeedDrain && !isBlackhole(toxics())) from.resume()
  }
  const release = () => {
    timer = undefined
    if (isBlackhole(toxics())) return
    while (held.length > 0 && held[0]!.due <= performance.now()) {
      const piece = held.shift()!
      heldBytes -= sizeOf(piece)
      pass(piece.bytes)
    }
    if (held.length > 0) timer = setTimeout(release, Math.max(1, held[0]!.due - performance.now()))
    else resume()
  }
  const take = (bytes: Piece['bytes']) => {
    const active = toxics()
    if (active.length === 0 && held.length === 0) return pass(bytes)
    const delay = delayOf(active, direction)
    // never before what came earlier, or jitter would turn the order round
    const due = Math.max(held.at(-1)?.due ?? 0, performance.now() + delay.ms)
    held.push({ due, bytes: delay.lost ? 'lost' : bytes })
    heldBytes += sizeOf(held.at(-1)!)
    if (heldBytes > MOST_HELD || isBlackhole(active)) from.pause()
    timer ??= setTimeout(release, delay.ms)
  }

  from.on('data', take)
  from.on('end', () => take('end'))
  to.on('drain', resume)
  return {
    changed() {
      clearTimeout(timer)
      const latest = performance.now() + delayOf(toxics(), direction).ms
      held = held.map((piece) => ({ ...piece, due: Math.min(piece.due, latest) }))
      if (isBlackhole(toxics())) from.pause()
      release()
    },
    close: () => clearTimeout(timer),
  }
}
