import { burn } from '../../../lib/stress/burn.ts'
import { batchCalculation } from './batch-calculation.ts'

burn(batchCalculation)
