import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileForK6 } from '../../bundles/compile.ts'
import { SCRIPT } from '../../loadtests/remote/place.ts'
import { scripts } from '../../loadtests/systems.ts'
import type { System } from '../../model/kinds.ts'
import type { Entry } from './zip.ts'

/** What stands in the load generator's image beside its agent: how it is built, and the system's script. */
export async function besideAgent(system: System, root: string): Promise<readonly Entry[]> {
  const script = scripts[system.id]
  if (!script) throw new Error(`${system.id} has no k6 script: name it in loadtests/systems.ts`)
  const { text } = await compileForK6(root, script)
  const data = await readFile(join(root, 'loadtests/agent/Dockerfile'))
  return [
    { path: 'Dockerfile', data },
    { path: SCRIPT, data: Buffer.from(text) },
  ]
}
