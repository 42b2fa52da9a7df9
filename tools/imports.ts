/** Holds the architecture's rule of imports: which folder may import from which, no file from itself round a corner, and none of those that all systems share from one of them; prints every breach. */
import { globSync, readFileSync } from 'node:fs'
import { circles, imports } from './import-graph.ts'

/** Folder → folders of ours that it may import from, beside itself. */
const ALLOWED: Record<string, readonly string[]> = {
  model: [],
  lib: ['model'],
  services: ['model', 'lib', 'workers'],
  workers: ['model', 'lib'],
  lambdas: ['model', 'lib'],
  providers: ['model', 'lib'],
  bundles: ['model'],
  // the launcher's lock is plain JavaScript without a dependency, and serves both
  local: ['model', 'lib', 'bundles', 'chaos', 'dashboards', 'launcher'],
  chaos: ['model', 'lib', 'loadtests'],
  loadtests: ['model'],
  dashboards: ['model'],
  stacks: ['model', 'bundles', 'chaos', 'dashboards', 'loadtests'],
  tools: ['model', 'services', 'cli', 'local', 'chaos', 'stacks'],
  // reads the stacks as the files that they write, as Terraform does
  rehearsal: ['model', 'local'],
  cli: [
    ...['model', 'lib', 'bundles', 'local', 'chaos', 'loadtests', 'stacks', 'dashboards', 'rehearsal'],
    'launcher',
  ],
}

/** Ids of systems; what names one lies in a folder of that name. */
const SYSTEMS = globSync('{model,test}/systems/*/').map((folder) => folder.split('/').at(-1)!)
/** The only file of a floor that imports systems. */
const REGISTRY = /^(?:model\/systems\/index|(?:[a-z]+|cli\/bench)\/systems)\.ts$/
const isOfSystem = (path: string) => path.split('/').some((part) => SYSTEMS.includes(part))

const breaches = [...imports].flatMap(([file, targets]) => breachesOf(file, targets))

function breachesOf(file: string, targets: readonly string[]): string[] {
  const own = file.split('/')[0]!
  const foreign = targets
    .map((target) => target.split('/')[0]!)
    .filter((floor) => floor !== own && !ALLOWED[own]!.includes(floor))
    .filter((floor) => floor !== 'test' || !REGISTRY.test(file))
    .map(
      (floor) =>
        `${file} imports from ${floor}/: ${own}/ may import from ${[own, ...ALLOWED[own]!].join(', ')}`,
    )
  const knowing = targets
    .filter((target) => isOfSystem(target) && !isOfSystem(file) && !REGISTRY.test(file))
    .map((target) => `${file} imports ${target}, which is of one system: only ${own}/systems.ts may`)
  const naming = isOfSystem(file) || REGISTRY.test(file) ? [] : namedIn(file)
  return [...foreign, ...knowing, ...naming]
}

/** Systems that a file names as text, which no import tells. */
function namedIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return SYSTEMS.filter((id) => new RegExp(`['"\`]${id}['"\`]`).test(text)).map(
    (id) => `${file} names ${id}: what is of one system lies in a folder of its name`,
  )
}

const findings = [...breaches, ...circles().map((files) => `a circle of imports: ${files.join(' → ')}`)]
process.stdout.write(findings.map((line) => `${line}\n`).join(''))
process.exitCode = findings.length > 0 ? 1 : 0
