import { burn } from '../../../lib/stress/burn.ts'
import { morningRush } from './morning-rush.ts'

burn(morningRush)
