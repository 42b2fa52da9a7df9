import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { locked } from './lock.mjs'
import { ensureNode, nodeIn } from './node.mjs'
import { ensurePackages, packagesAre } from './packages.mjs'
import { ENGINES, enginesOf, ensurePython, locksIn, pythonIs, REHEARSAL, TEST_TOOLS } from './python.mjs'
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
/** Commands that are of no single system need all engines, and tools of their own. */
const WITH_TOOLS = { test: [ENGINES, TEST_TOOLS], rehearse: [ENGINES, REHEARSAL] }
const UNWRITABLE = new Set(['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT'])
/** Commands that need the tools of development. */
const FOR_DEVELOPMENT = new Set(['test', 'check', 'rehearse', ...FOR_AWS])

/**
 * Puts in place what a command and its options need and what is not there yet; a second call touches no network.
 * @returns {Promise<string>} path of a Node that is recent enough
 */
export async function setUp(root, args) {
  const [command = 'help'] = args
  const cafe = join(root, '.cafe')
  const group = FOR_DEVELOPMENT.has(command) ? 'all' : 'run'
  // what is all there needs no lock, and so `down` and `status` work on a full disk, too
  const node = nodeIn(cafe)
  if (node && packagesAre(root, group) && pythonIs(cafe, await pythonFor(root, node, args))) return node
  return inFolder(cafe, async () => {
    const [node] = await all([
      ensureNode(cafe).then(async (node) => {
        await ensurePython(cafe, await pythonFor(root, node, args))
        return node
      }),
      ensurePackages(root, cafe, group),
    ])
    return node
  })
}

/** Lock files of what a command needs from PyPI. */
async function pythonFor(root, node, args) {
  const [command = 'help'] = args
  if (WITHOUT_ENGINES.has(command)) return []
  const folders = WITH_TOOLS[command]
  if (folders) return folders.flatMap((folder) => locksIn(join(root, folder)))
  return pythonIs(join(root, '.cafe'), locksIn(join(root, ENGINES))) ? [] : enginesOf(root, node, args)
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
