// Prints the counts of the last test run as one plain line; the run writes them as JSON.
import { existsSync, readFileSync } from 'node:fs'

const file = new URL('../.cafe/test-results.json', import.meta.url)
const it = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const skipped = (it.numPendingTests ?? 0) + (it.numTodoTests ?? 0)
console.log(`${it.numPassedTests ?? 0} passed, ${it.numFailedTests ?? 1} failed, ${skipped} skipped`)
