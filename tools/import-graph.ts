import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const FOLDERS =
  'model,lib,services,workers,lambdas,providers,bundles,local,chaos,loadtests,dashboards,stacks,rehearsal,cli,tools'
const IMPORT = /(?:^(?:import|export)\s(?:[^'"]*?from\s)?|\bimport\()['"](\.[^'"]+)['"]/gm

/** Our files, without tests, and the files of ours that each imports, types included. */
export const imports: ReadonlyMap<string, readonly string[]> = new Map(
  globSync(`{${FOLDERS}}/**/*.ts`)
    .filter((file) => !/\.(test|case)\.ts$|\/fixtures?[./]/.test(file))
    .map((file) => [
      file,
      [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, path]) =>
        relative('.', join(dirname(file), path!)),
      ),
    ]),
)

/** Circles of imports, each as the files from one to itself; none twice. */
export function circles(): readonly (readonly string[])[] {
  const found: string[][] = []
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]) => {
    const at = way.indexOf(file)
    if (at >= 0) return void found.push([...way.slice(at), file])
    if (done.has(file)) return
    for (const next of imports.get(file) ?? []) visit(next, [...way, file])
    done.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  return found
}
