import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { bundles, type Sources } from '../../bundles/bundles.ts'
import type { System, Workload } from '../../model/kinds.ts'
import { FAULT_AGENT, GAMEDAY_QUERY, LOAD_GENERATOR } from '../../model/names.ts'
import { truthsInside } from '../../model/truths.ts'
import { hasGamedays } from '../workloads.ts'
import { besideAgent } from './load-image.ts'
import type { Entry } from './zip.ts'

/** How AWS takes what it runs: from a registry, or as an archive from a bucket. */
export type Form = 'image' | 'archive'

/** What is published of a workload, or of what the platform itself runs beside them. */
export interface Artifact {
  readonly id: string
  readonly form: Form
  readonly files: readonly Entry[]
  /** Names the content: the same files have the same release on every machine, and others have another. */
  readonly release: string
}

/** The function that rotates passwords: its folder in `lambdas/`, and its artifact. */
export const ROTATION = 'password-rotation'

/** Releases by artifact. */
export type Releases = Readonly<Record<string, string>>

type Source = Pick<Workload, 'kind' | 'source'> & { readonly form: Form }

const RELEASE_DIGITS = 16

/** What is built for a system, by id: every workload that AWS runs, and what is the platform's own. */
function sourcesOf(system: System): Readonly<Record<string, Source>> {
  const own = Object.entries(system.workloads).filter(([, { on }]) => on !== 'outside')
  return {
    ...Object.fromEntries(own.map(([id, it]) => [id, { ...it, form: formOf(it) }])),
    [ROTATION]: { kind: 'function', source: `lambdas/${ROTATION}`, form: 'archive' },
    ...(hasGamedays(system) ? besideOf(system) : {}),
  }
}

/** What game days need beside the system. */
function besideOf(system: System): Readonly<Record<string, Source>> {
  const generator: Source = { kind: 'service', source: 'loadtests/agent', form: 'image' }
  const query: Source = { kind: 'function', source: `lambdas/${GAMEDAY_QUERY}`, form: 'archive' }
  return {
    ...(truthsInside(system).length > 0 ? { [GAMEDAY_QUERY]: query } : {}),
    [LOAD_GENERATOR]: generator,
  }
}

/** Tasks and pods run images; functions and instances unpack archives. */
export const formOf = ({ on }: Pick<Workload, 'on'>): Form =>
  on === 'ecs' || on === 'eks' ? 'image' : 'archive'

/**
 * Builds the artifacts of a system from the checkout at `root`, with what was built before kept in `folder`. Their code
 * is that of the bundles which run on one machine. A source that does not compile is an error that says where.
 */
export async function artifactsOf(
  system: System,
  root: string,
  folder = folderOf(system, root),
): Promise<readonly Artifact[]> {
  const build = builder(system, root, folder)
  const agents = hasTasks(system) ? [faultAgent(root)] : []
  return Promise.all([...Object.keys(sourcesOf(system)).map(build), ...agents])
}

/** Ids of the images of a system, each with a repository of its own. */
export const imagesOf = (system: System): readonly string[] => [
  ...Object.entries(sourcesOf(system)).flatMap(([id, { form }]) => (form === 'image' ? [id] : [])),
  ...(hasTasks(system) ? [FAULT_AGENT] : []),
]

const hasTasks = (system: System): boolean => Object.values(system.workloads).some(({ on }) => on === 'ecs')

/** The image beside each task: it has no code of ours but its script. */
async function faultAgent(root: string): Promise<Artifact> {
  const place = join(root, 'stacks/fault-agent')
  const files = await Promise.all(['Dockerfile', 'register.sh'].map((name) => entryOf(join(place, name))))
  return { id: FAULT_AGENT, form: 'image', files, release: releaseOf(files) }
}

/** Builds one of them. */
export const artifactOf = (
  system: System,
  id: string,
  root: string,
  folder = folderOf(system, root),
): Promise<Artifact> => builder(system, root, folder)(id)

function builder(system: System, root: string, folder: string) {
  const workloads = sourcesOf(system)
  const sources: Sources = { id: system.id, workloads }
  const built = bundles(sources, root, join(folder, 'bundles'))
  return async (id: string): Promise<Artifact> => {
    const code = await Promise.all((await built.filesOf(id)).map((path) => entryOf(path)))
    const { form } = workloads[id]!
    const files = form === 'image' ? [...code, ...(await beside(id, system, root))] : code
    return { id, form, files, release: releaseOf(files) }
  }
}

/** What an image is built from, beside its code. */
const beside = async (id: string, system: System, root: string): Promise<readonly Entry[]> =>
  id === LOAD_GENERATOR ? besideAgent(system, root) : [await entryOf(DOCKERFILE)]

/** Releases of the artifacts that the checkout at `root` makes, as the stacks name them. */
export const releasesOf = (artifacts: readonly Artifact[]): Releases =>
  Object.fromEntries(artifacts.map(({ id, release }) => [id, release]))

/** Where a checkout keeps the artifacts of a system. */
export const folderOf = ({ id }: System, root: string): string => join(root, '.cafe', 'artifacts', id)

const DOCKERFILE = join(import.meta.dirname, 'Dockerfile')

const entryOf = async (path: string): Promise<Entry> => ({ path: basename(path), data: await readFile(path) })

/** Hash of names and bytes; not of an archive, whose bytes are the compressor's business. */
function releaseOf(files: readonly Entry[]): string {
  const hash = createHash('sha256')
  for (const { path, data } of files) hash.update(`${path}\0${data.length}\0`).update(data)
  return hash.digest('hex').slice(0, RELEASE_DIGITS)
}
