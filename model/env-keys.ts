import type { System, Use, Workload } from './kinds.ts'
import { envName } from './names.ts'

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
  switch (resource.kind) {
    case 'aurora':
      return [`${name}_WRITER_URL`, `${name}_READER_URL`]
    case 'dynamodb':
      return [`${name}_TABLE`]
    case 'kinesis':
      return [`${name}_STREAM`]
    case 'sqs':
      return [`${name}_QUEUE_URL`]
    case 'sns':
      return [`${name}_TOPIC_ARN`]
    case 'redshift':
      return [`${name}_CLUSTER`, `${name}_DATABASE`]
    case 'secret':
      return [`${name}_SECRET_ARN`]
    case 'parameter':
      return [`${name}_PARAMETER`]
    default:
      return [`${name}_URL`]
  }
}

/** The env key of a workload's settings, in JSON. */
export const configKey = (workload: string): string => `${envName(workload)}_CONFIG`

/** All env keys that a workload needs for what it uses. */
export const envKeys = (system: System, workload: Workload): readonly string[] =>
  workload.uses.flatMap((use) => envKeysOf(system, use))
