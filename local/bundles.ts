import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build, version } from 'esbuild'
import type { System, Workload } from '../model/kinds.ts'

/** The built code of the workloads: the same files that the AWS artifacts ship. */
export interface Bundles {
  /** Absolute path of a workload's bundle, built first where its input has changed. */
  readonly of: (workload: string) => Promise<string>
  /** Builds all that are not there, side by side. */
  readonly all: () => Promise<void>
}

interface Record_ {
  readonly inputs: readonly string[]
  readonly hash: string
}

/** Bundles of a system below `folder`; an id that the system does not have is an error. */
export function bundles(system: System, root: string, folder = join(root, '.cafe', 'bundles')): Bundles {
  const building = new Map<string, Promise<string>>()
  const of = async (id: string) => {
    const workload = system.workloads[id]
    if (!workload) throw new Error(`cannot bundle '${id}': ${system.id} has no such workload`)
    const started = building.get(id) ?? bundle(root, join(folder, id), workload)
    building.set(id, started)
    // only copies that start together share a build: a later roll takes new code
    return started.finally(() => building.delete(id))
  }
  return {
    of,
    all: async () => void (await Promise.all(Object.keys(system.workloads).map(of))),
  }
}

/**
 * Name of the file that a workload starts at: a function exports `handler`, everything else runs. A `stress.ts`
 * beside it is what the worker threads of its stress scenario start at.
 */
const entryOf = (workload: Workload): string => (workload.kind === 'function' ? 'handler' : 'main')

async function bundle(root: string, folder: string, workload: Workload): Promise<string> {
  const file = join(folder, `${entryOf(workload)}.mjs`)
  const record = join(folder, 'inputs.json')
  const known = await readRecord(record)
  if (known && known.hash === (await hashOf(root, known.inputs))) return file
  const inputs = await compile(root, join(workload.source, `${entryOf(workload)}.ts`), file)
  const stress = join(workload.source, 'stress.ts')
  if (existsSync(join(root, stress)))
    inputs.push(...(await compile(root, stress, join(folder, 'stress.mjs'))))
  await write(record, JSON.stringify({ inputs, hash: await hashOf(root, inputs) }, null, 2))
  return file
}

/** Compiles one entry and gives the files it was made from, without packages: the lock file stands for those. */
async function compile(root: string, entry: string, file: string): Promise<string[]> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    legalComments: 'none',
    logLevel: 'silent',
    // CommonJS packages in an ES module still ask for these
    banner: {
      js: [
        `import { createRequire as __createRequire } from 'node:module'`,
        `import { dirname as __dirnameOf } from 'node:path'`,
        `const require = __createRequire(import.meta.url)`,
        `const __filename = import.meta.filename`,
        `const __dirname = __dirnameOf(__filename)`,
      ].join('\n'),
    },
  })
  await write(file, result.outputFiles[0]!.text)
  return Object.keys(result.metafile.inputs)
    .filter((input) => !input.startsWith('node_modules/'))
    .sort()
}

/** Hash of what a bundle is made from; null where a file is gone. */
async function hashOf(root: string, inputs: readonly string[]): Promise<string | null> {
  const hash = createHash('sha256').update(version)
  try {
    for (const path of [...inputs, 'package-lock.json', 'local/bundles.ts'])
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
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
