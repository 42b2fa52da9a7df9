import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { optionsOf } from '../k6/options.ts'
import { visitOf } from '../k6/visit.ts'
import { customer } from './shop.ts'

const { LOAD, SEED, TIMES, TIME_SCALE } = __ENV

export { handleSummary } from '../k6/summary.ts'
export const options = optionsOf(cloudcafe, LOAD!, Number(TIME_SCALE), Number(TIMES))
export default visitOf(cloudcafe, LOAD!, customer, Number(SEED))
