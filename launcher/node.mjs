import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, SetUpError, step } from './run.mjs'

const VERSION = '24.21.0'
const OLDEST = 24
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/** Path of a Node from 24 on: the one that runs, or one from the npm registry in `.cafe/node-<version>`. */
export async function ensureNode(cafe) {
  const there = nodeIn(cafe)
  if (there) return there
  const platform = `${process.platform}-${process.arch}`
  if (!PLATFORMS.includes(platform)) {
    throw new SetUpError(
      `Node ${OLDEST} or later is needed and cannot be fetched for ${platform}: install it by hand.`,
    )
  }
  await step(`Node ${VERSION} (this is ${process.version})`, () => install(homeIn(cafe), platform))
  return nodeIn(cafe)
}

const homeIn = (cafe) => join(cafe, `node-${VERSION}`)

/** Path of a Node that is recent enough and there already, or null. */
export function nodeIn(cafe) {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST) return process.execPath
  const binary = join(homeIn(cafe), `node_modules/node-${process.platform}-${process.arch}/bin/node`)
  return existsSync(binary) ? binary : null
}

async function install(home, platform) {
  const fresh = `${home}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  writeFileSync(join(fresh, 'package.json'), '{"private":true}')
  await run(
    'npm',
    ['install', `node-${platform}@${VERSION}`, '--ignore-scripts', '--no-audit', '--no-fund'],
    {
      cwd: fresh,
      mend: `Is the npm registry reached? Or install Node ${OLDEST} by hand; then run the command again.`,
    },
  )
  rmSync(home, { recursive: true, force: true })
  renameSync(fresh, home)
}
