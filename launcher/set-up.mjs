import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { locked } from './lock.mjs'
import { ensureNode, nodeIn } from './node.mjs'
import { ensurePackages, packagesAre } from './packages.mjs'
import { ENGINES, ensurePython, pythonIs, REHEARSAL, TEST_TOOLS } from './python.mjs'
import { all, SetUpError, say } from './run.mjs'

/** Commands of AWS, which need the tools of deployment. */
const FOR_AWS = ['synth', 'artifacts', 'images', 'deploy', 'destroy', 'cost']
/** Commands that start nothing of the system here. */
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
  ...FOR_AWS,
])
/** Folders of requirements that a command needs beside the engines. */
const MORE_PYTHON = { test: [TEST_TOOLS], rehearse: [REHEARSAL] }
const UNWRITABLE = new Set(['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT'])
/** Commands that need the tools of development. */
const FOR_DEVELOPMENT = new Set(['test', 'check', 'rehearse', ...FOR_AWS])

/**
 * Puts in place what the command needs and what is not there yet; a second call touches no network.
 * @returns {Promise<string>} path of a Node that is recent enough
 */
export async function setUp(root, command) {
  const cafe = join(root, '.cafe')
  const group = FOR_DEVELOPMENT.has(command) ? 'all' : 'run'
  const python = pythonFor(command)
  // what is all there needs no lock, and so `down` and `status` work on a full disk, too
  const node = nodeIn(cafe)
  if (node && packagesAre(root, group) && pythonIs(root, cafe, python)) return node
  return inFolder(cafe, async () => {
    const [node] = await all([
      ensureNode(cafe),
      ensurePackages(root, cafe, group),
      ensurePython(root, cafe, python),
    ])
    return node
  })
}

const pythonFor = (command) => {
  if (WITHOUT_ENGINES.has(command)) return []
  return [ENGINES, ...(MORE_PYTHON[command] ?? [])]
}

/** Does the work alone in the folder; that it cannot be written to is an error that says so. */
async function inFolder(cafe, work) {
  try {
    mkdirSync(cafe, { recursive: true })
    const waiting = () => say('waiting for another ./cafe that is setting up')
    return await locked(join(cafe, 'set-up.lock'), waiting, work)
  } catch (error) {
    if (!UNWRITABLE.has(error.code)) throw error
    throw new SetUpError(
      `${cafe} cannot be written to (${error.message}). Make room on its disk, or the folder yours; then run the command again.`,
    )
  }
}
