import { bench as cloudcafe } from './cloudcafe/index.ts'
import type { SystemBench } from './system-bench.ts'

/** What is measured of each system, beside boot, memory and stress, which need no word of it. */
export const benches: Readonly<Record<string, SystemBench>> = { cloudcafe }
