import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileForK6 } from '../../bundles/compile.ts'
import type { System } from '../../model/kinds.ts'
import type { Entry } from './zip.ts'

/** What stands in the load generator's image beside its agent: how it is built, and a script for each load of the model. */
export async function besideAgent(system: System, root: string): Promise<readonly Entry[]> {
  const scripts = Object.keys(system.loads).map(async (id) => {
    const { text } = await compileForK6(root, `loadtests/${system.id}/${id}.ts`)
    return { path: `${id}.js`, data: Buffer.from(text) }
  })
  const data = await readFile(join(root, 'loadtests/agent/Dockerfile'))
  return [{ path: 'Dockerfile', data }, ...(await Promise.all(scripts))]
}
