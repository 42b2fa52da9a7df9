import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { optionsOf } from '../k6/options.ts'
import { visitOf } from '../k6/visit.ts'
import { customer } from './shop.ts'

export { handleSummary } from '../k6/summary.ts'
export const options = optionsOf(cloudcafe, 'morning-rush', Number(__ENV.TIME_SCALE), Number(__ENV.TIMES))
export default visitOf(cloudcafe, customer, Number(__ENV.SEED))
