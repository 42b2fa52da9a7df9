import { createHash } from 'node:crypto'
import type { Work } from '../../../lib/stress/burn.ts'
import { numbers } from '../../../lib/stress/numbers.ts'
import { stores } from '../../../model/systems/cloudcafe/seed.ts'

/** SKUs in one piece of work. */
const PIECE = 20

/**
 * Restock Storm: every store counts all SKUs anew, hashes each and sends them as JSON. The stores' counts go on side
 * by side, a piece of each in turn, and threads share the stores.
 */
export const restockStorm: Work = ({ index, threads, size }) => {
  const counts = stores.filter((_, i) => i % threads === index).map((store) => countOf(store, size))
  let turn = 0
  return () => counts[turn++ % counts.length]!()
}

/** One store's count, round after round. */
function countOf(store: string, size: number): () => number {
  let [round, sku] = [0, 0]
  return () => {
    const random = numbers(round * size + sku)
    const lines = Array.from({ length: Math.min(PIECE, size - sku) }, () => lineOf(store, sku++, random))
    const read = JSON.parse(JSON.stringify({ store_id: store, lines })) as { lines: Line[] }
    if (read.lines.some((it) => it.hash !== hashOf(it.sku, it.on_hand)))
      throw new Error('a line came back changed')
    if (sku >= size) [round, sku] = [round + 1, 0]
    return lines.length
  }
}

interface Line {
  readonly sku: string
  readonly on_hand: number
  readonly hash: string
}
function lineOf(store: string, n: number, random: () => number): Line {
  const sku = `${store}-sku-${n}`
  const on_hand = Math.floor(random() * 1000)
  return { sku, on_hand, hash: hashOf(sku, on_hand) }
}
const hashOf = (sku: string, on_hand: number) =>
  createHash('sha256').update(`${sku}:${on_hand}`).digest('hex')
