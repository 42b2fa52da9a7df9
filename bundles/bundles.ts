import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Workload } from '../model/kinds.ts'
import { compile, compilerVersion } from './compile.ts'

/** What is bundled: the workloads of a system, and what else of its own it runs. */
export interface Sources {
  readonly id: string
  readonly workloads: Readonly<Record<string, Pick<Workload, 'kind' | 'source'>>>
}

/** The built code of the workloads: the same files that the AWS artifacts ship. */
export interface Bundles {
  /** Absolute path of the file that a workload's processes start at, built first where its input has changed. */
  readonly of: (workload: string) => Promise<string>
  /** Absolute paths of all files of a workload's bundle, that of `of` first. */
  readonly filesOf: (workload: string) => Promise<readonly string[]>
  /** Lets the next `of` take the source as it is then; until it is called, what runs and what replaces it are the same. */
  readonly renew: (workload: string) => void
  /** Builds all that are not there, side by side. */
  readonly all: () => Promise<void>
}

interface Record_ {
  readonly inputs: readonly string[]
  readonly hash: string
}

/** Bundles of a system below `folder`; an id that the system does not have is an error. */
export function bundles(sources: Sources, root: string, folder = join(root, '.cafe', 'bundles')): Bundles {
  const building = new Map<string, Promise<readonly string[]>>()
  const filesOf = async (id: string) => {
    const workload = sources.workloads[id]
    if (!workload) throw new Error(`cannot bundle '${id}': ${sources.id} has no such workload`)
    const started = building.get(id) ?? bundle(root, join(folder, id), workload)
    building.set(id, started)
    started.catch(() => building.delete(id))
    return started
  }
  return {
    of: async (id) => (await filesOf(id))[0]!,
    filesOf,
    renew: (id) => void building.delete(id),
    all: async () => void (await Promise.all(Object.keys(sources.workloads).map(filesOf))),
  }
}

/**
 * Names of the files that a workload's processes and threads start at: a function exports `handler`, everything else
 * runs `main`; a `stress` beside it is what the worker threads of its stress scenario start at.
 */
function entriesOf(root: string, { kind, source }: Pick<Workload, 'kind' | 'source'>): readonly string[] {
  const stress = existsSync(join(root, source, 'stress.ts')) ? ['stress'] : []
  return [kind === 'function' ? 'handler' : 'main', ...stress]
}

async function bundle(
  root: string,
  folder: string,
  workload: Pick<Workload, 'kind' | 'source'>,
): Promise<readonly string[]> {
  const names = entriesOf(root, workload)
  const source = (name: string) => join(workload.source, `${name}.ts`)
  const output = (name: string) => join(folder, `${name}.mjs`)
  const record = join(folder, 'inputs.json')
  const known = await readRecord(record)
  const whole = names.every((name) => known?.inputs.includes(source(name)) && existsSync(output(name)))
  if (!known || !whole || known.hash !== (await hashOf(root, known.inputs))) {
    const inputs = await Promise.all(names.map((name) => bundleEntry(root, source(name), output(name))))
    await write(record, JSON.stringify(await recordOf(root, inputs.flat()), null, 2))
  }
  return names.map(output)
}

/** Bundles one entry and gives the files it was made from, without packages: the lock file stands for those. */
async function bundleEntry(root: string, entry: string, file: string): Promise<readonly string[]> {
  // CommonJS packages in an ES module still ask for these
  const js = [
    `import { createRequire as __createRequire } from 'node:module'`,
    `import { dirname as __dirnameOf } from 'node:path'`,
    `const require = __createRequire(import.meta.url)`,
    `const __filename = import.meta.filename`,
    `const __dirname = __dirnameOf(__filename)`,
  ].join('\n')
  const { text, inputs } = await compile(root, entry, { banner: { js } })
  await write(file, text)
  return Object.keys(inputs).filter((input) => !input.startsWith('node_modules/'))
}

async function recordOf(root: string, inputs: readonly string[]): Promise<Record_> {
  const sorted = [...new Set(inputs)].sort()
  return { inputs: sorted, hash: (await hashOf(root, sorted)) ?? '' }
}

/** What decides how a bundle is made, beside its input. */
const COMPILER = ['bundles/bundles.ts', 'bundles/compile.ts']

/** Hash of what a bundle is made from; null where a file is gone. */
async function hashOf(root: string, inputs: readonly string[]): Promise<string | null> {
  const hash = createHash('sha256').update(compilerVersion)
  try {
    for (const path of [...inputs, 'package-lock.json', ...COMPILER])
      hash.update(path).update(await readFile(join(root, path)))
  } catch {
    return null
  }
  return hash.digest('hex')
}

async function readRecord(path: string): Promise<Record_ | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record_
  } catch {
    return null
  }
}

/** Writes whole or not at all. */
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const fresh = `${path}.${process.pid}.new`
  await writeFile(fresh, text)
  await rename(fresh, path)
}
