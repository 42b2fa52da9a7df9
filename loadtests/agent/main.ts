/**
 * Stands in k6's place in the image, where the k6 operator and ECS call it as they would call k6: a `run` is recorded,
 * everything else is k6's own.
 */
import { execa } from 'execa'
import { HOME, pieceMs } from '../remote/place.ts'
import { recorded } from './recording.ts'

const { RUN, RESULTS_BUCKET, TIME_SCALE = '1', K6_BINARY: k6 = `${HOME}/k6` } = process.env
const args = process.argv.slice(2)

if (args[0] !== 'run') {
  const { exitCode } = await execa(k6, args, { stdio: 'inherit', reject: false })
  process.exit(exitCode ?? 1)
}
if (!RUN || !RESULTS_BUCKET) {
  process.stderr.write('RUN and RESULTS_BUCKET must be set: which run this is, and where its record goes\n')
  process.exit(2)
}
process.exit(await recorded(k6, args, { RUN, RESULTS_BUCKET }, pieceMs(Number(TIME_SCALE))))
