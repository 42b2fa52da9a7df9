import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureEngines } from './engines.mjs'
import { locked } from './lock.mjs'
import { ensureNode } from './node.mjs'
import { ensurePackages } from './packages.mjs'
import { all } from './run.mjs'

/** Commands that read the model only and start nothing. */
const WITHOUT_ENGINES = new Set([
  'help',
  '--help',
  '-h',
  '--version',
  'model',
  'doctor',
  'check',
  'down',
  'status',
  'logs',
  'cost',
])
/** Commands that need the tools of development. */
const FOR_DEVELOPMENT = new Set(['test', 'check'])

/**
 * Puts in place what the command needs and what is not there yet; a second call touches no network.
 * @returns {Promise<string>} path of a Node that is recent enough
 */
export async function setUp(root, command) {
  const cafe = join(root, '.cafe')
  mkdirSync(cafe, { recursive: true })
  const group = FOR_DEVELOPMENT.has(command) ? 'all' : 'run'
  return locked(join(cafe, 'set-up.lock'), async () => {
    const [node] = await all([
      ensureNode(cafe),
      ensurePackages(root, cafe, group),
      WITHOUT_ENGINES.has(command) ? undefined : ensureEngines(root, cafe),
    ])
    return node
  })
}
