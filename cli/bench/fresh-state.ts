import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stopSupervisor } from '../../local/daemon.ts'

/** What has no data of the system in it: the reports, and what was compiled. */
const KEPT = new Set(['bench', 'bundles'])

/** Stops the system and deletes its data: what earlier runs have left would be measured with the rest. */
export async function freshState(state: string): Promise<void> {
  await stopSupervisor(state)
  if (!existsSync(state)) return
  for (const name of readdirSync(state))
    if (!KEPT.has(name)) rmSync(join(state, name), { recursive: true, force: true })
}
