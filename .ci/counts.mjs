// Prints the counts of the last test run as one plain line; the run writes them as JSON.
import { existsSync, readFileSync } from 'node:fs'

const file = new URL('../.cafe/test-results.json', import.meta.url)
const it = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const skipped = (it.numPendingTests ?? 0) + (it.numTodoTests ?? 0)
// a file that breaks before or around its tests fails without a test that does
const isBroken = (file) =>
  file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed')
const broken = (it.testResults ?? []).filter(isBroken).length
const failed = (it.numFailedTests ?? 1) + broken
console.log(`${it.numPassedTests ?? 0} passed, ${failed} failed, ${skipped} skipped`)
