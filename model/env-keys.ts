import type { System, Use, Workload } from './kinds.ts'
import { envName } from './names.ts'
import { resourceTraits } from './resource-traits.ts'

/** Env keys of the name and password of a store, where a secret of the model holds them; empty where none does. */
export function credentialKeysOf(system: System, id: string): readonly string[] {
  const has = Object.values(system.resources).some((it) => it.kind === 'secret' && it.of === id)
  return has ? [`${envName(id)}_USERNAME`, `${envName(id)}_PASSWORD`] : []
}

/** Env key that names the secret of a store, for copies that read it as it is then. */
export const secretKeyOf = (id: string): string => `${envName(id)}_SECRET`

/** The env keys that one use gives a workload, in the order of `uses`; values are the runtime's to fill. */
export function envKeysOf(system: System, use: Use): readonly string[] {
  const name = envName(use.id)
  const resource = system.resources[use.id]
  if (!resource) return [`${name}_URL`]
  return resourceTraits[resource.kind].keys.map((key) => `${name}_${key}`)
}

/** The env key of a workload's settings, in JSON. */
export const configKey = (workload: string): string => `${envName(workload)}_CONFIG`

/** All env keys that a workload needs for what it uses. */
export const envKeys = (system: System, workload: Workload): readonly string[] =>
  workload.uses.flatMap((use) => envKeysOf(system, use))
