import { optionsOf } from '../../../loadtests/k6/options.ts'
import { visitOf } from '../../../loadtests/k6/visit.ts'
import { VISIT, type Visitor } from '../../../loadtests/k6/visitor.ts'
import { noteboard } from './model.ts'

const { LOAD, SEED, TIMES, TIME_SCALE } = __ENV

/** Somebody who leaves a note, under an id of the visit's own. */
function writer(random: () => number): Visitor {
  const values: Record<string, string> = {}
  const text = `note ${Math.floor(random() * 1e6)}`
  return { values, bodies: { note: () => ({ note_id: values[VISIT], text }) } }
}

export { handleSummary } from '../../../loadtests/k6/summary.ts'
export const options = optionsOf(noteboard, LOAD!, Number(TIME_SCALE), Number(TIMES))
export default visitOf(noteboard, LOAD!, writer, Number(SEED))
