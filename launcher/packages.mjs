import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run, step } from './run.mjs'

/**
 * Installs what package-lock.json pins, aside, and puts it into place whole; nothing to do where it is there.
 * @param {'run'|'all'} group `run` leaves out what only develops or deploys
 */
export async function ensurePackages(root, cafe, group) {
  if (packagesAre(root, group)) return
  await step(`npm packages (${group === 'all' ? 'with those of development' : 'to run'})`, () =>
    install(root, cafe, group),
  )
}

/** Whether every package of the lock that the group needs stands in node_modules in its version. */
export function packagesAre(root, group) {
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'))
  const wanted = packagesOf(join(root, 'package-lock.json'))
  return Object.entries(wanted).every(([path, it]) => {
    if (path === '' || it.optional || it.devOptional || (it.dev && group === 'run')) return true
    return installed[path]?.version === it.version && existsSync(join(root, path))
  })
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {}
}

async function install(root, cafe, group) {
  const fresh = join(cafe, 'packages.new')
  const old = join(cafe, 'packages.old')
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(root, file), join(fresh, file))
  const omit = group === 'run' ? ['--omit=dev'] : []
  await run('npm', ['ci', ...omit, '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: fresh,
    mend: 'Is the npm registry reached, and is there room on the disk? Then run the command again.',
  })
  const place = join(root, 'node_modules')
  if (existsSync(place)) renameSync(place, old)
  renameSync(join(fresh, 'node_modules'), place)
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
}
