import type { Zone } from '../../model/kinds.ts'
import type { Copy } from '../types.ts'

type Placed = Pick<Copy, 'zone' | 'healthy' | 'startedAt'>
interface Candidate {
  readonly copy: Placed
  readonly generation: number
}

const countIn = (zone: Zone, of: readonly Candidate[]): number =>
  of.filter(({ copy }) => copy.zone === zone).length

/** The zone for the next copy: the one with the fewest, the first of the model among equals. */
export const emptiestZone = (zones: readonly Zone[], of: readonly Candidate[]): Zone =>
  zones.reduce((best, zone) => (countIn(zone, of) < countIn(best, of) ? zone : best))

/**
 * Which copies go when there are `count` too many: first those of another generation, then the unhealthy, then of
 * the fullest zone the youngest, so that what stays is spread.
 */
export function leavers<C extends Candidate>(
  of: readonly C[],
  count: number,
  generation: number,
): readonly C[] {
  const staying = [...of]
  const going: C[] = []
  const rank = ({ copy, generation: own }: C) => [
    own === generation ? 1 : 0,
    copy.healthy ? 1 : 0,
    -countIn(copy.zone, staying),
    -copy.startedAt,
  ]
  while (going.length < count && staying.length > 0) {
    const next = staying.reduce((first, it) => (compare(rank(it), rank(first)) < 0 ? it : first))
    staying.splice(staying.indexOf(next), 1)
    going.push(next)
  }
  return going
}

const compare = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, i) => value - b[i]!).find((difference) => difference !== 0) ?? 0
