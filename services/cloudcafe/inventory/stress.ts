import { burn } from '../../../lib/stress/burn.ts'
import { restockStorm } from './restock-storm.ts'

burn(restockStorm)
