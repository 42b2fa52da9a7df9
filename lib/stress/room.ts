import { mkdirSync, statfsSync } from 'node:fs'
import { HttpError } from '../errors.ts'

const MIB = 1024 ** 2
/** What is left to everything else on the disk. */
const SPARE_MIB = 512

/** Makes the folder and makes sure that so many MiB fit on its disk; a 507 says what is missing. */
export function checkRoom(folder: string, neededMiB: number): void {
  mkdirSync(folder, { recursive: true })
  const { bavail, bsize } = statfsSync(folder)
  const freeMiB = Math.floor((bavail * bsize) / MIB)
  if (freeMiB >= neededMiB + SPARE_MIB) return
  throw new HttpError(
    507,
    'Insufficient Storage',
    `the scenario seeds ${Math.ceil(neededMiB)} MiB and ${SPARE_MIB} MiB are to stay free, but ${folder} has ${freeMiB} MiB: make room there, or raise the time scale, by which sizes are divided`,
  )
}
