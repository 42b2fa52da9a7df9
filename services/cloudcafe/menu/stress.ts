import { burn } from '../../../lib/stress/burn.ts'
import { syncStorm } from './sync-storm.ts'

burn(syncStorm)
