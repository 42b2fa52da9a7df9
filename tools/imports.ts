/** Holds the architecture's rule of imports: which folder may import from which; prints every breach. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

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
  stacks: ['model', 'bundles', 'chaos', 'dashboards'],
  tools: ['model', 'cli', 'local', 'chaos', 'stacks'],
  // reads the stacks as the files that they write, as Terraform does
  rehearsal: ['model', 'local'],
  cli: [
    ...['model', 'lib', 'bundles', 'local', 'chaos', 'loadtests', 'stacks', 'dashboards', 'rehearsal'],
    'launcher',
  ],
}

const breaches = globSync(
  '{model,lib,services,workers,lambdas,providers,bundles,local,chaos,loadtests,dashboards,stacks,rehearsal,cli}/**/*.ts',
)
  .filter((file) => !/\.(test|case)\.ts$|\/fixtures?\//.test(file))
  .flatMap((file) => breachesOf(file))

function breachesOf(file: string): string[] {
  const own = file.split('/')[0]!
  const imports = [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?:[^'"]*?from\s)?['"](\.[^'"]+)['"]/gm),
  ]
  return imports
    .map((match) => relative('.', join(dirname(file), match[1]!)).split('/')[0]!)
    .filter((target) => target !== own && !ALLOWED[own]!.includes(target))
    .map(
      (target) =>
        `${file} imports from ${target}/: ${own}/ may import from ${[own, ...ALLOWED[own]!].join(', ')}`,
    )
}

process.stdout.write(breaches.map((line) => `${line}\n`).join(''))
process.exitCode = breaches.length > 0 ? 1 : 0
