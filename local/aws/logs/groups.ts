import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Workload } from '../../../model/kinds.ts'
import { arn, auroraClusterId, auroraLogGroup } from '../../../model/names.ts'
import { type Estate, resourcesOf } from '../estate.ts'
import { AwsError } from '../wire/error.ts'

/** What log groups are made from. */
export type LogEstate = Pick<Estate, 'system' | 'state' | 'since'>

/** One log of one process: a copy, a slot of a function's environments, or a database instance. */
export interface Stream {
  readonly name: string
  /** Path of the file that the process writes. */
  readonly file: string
}
/** A log group of the model, with the logs that are there now; those of copies that have ended are among them. */
export interface Group {
  readonly name: string
  readonly streams: readonly Stream[]
}

/** Files of the log folder that belong to a group: the first group of the pattern names the stream. */
interface Source {
  readonly group: string
  readonly files: RegExp
}

/** All groups of the system, by name. */
export function logGroups(estate: LogEstate): readonly Group[] {
  const folder = join(estate.state, 'logs')
  const files = existsSync(folder) ? readdirSync(folder).sort() : []
  const sources = sourcesOf(estate)
  const names = [...new Set(sources.map(({ group }) => group))].sort()
  return names.map((name) => ({
    name,
    streams: files.flatMap((file) => {
      const found = sources.flatMap((it) => (it.group === name ? (it.files.exec(file)?.[1] ?? []) : []))
      return found.map((stream) => ({ name: stream, file: join(folder, file) }))
    }),
  }))
}

function sourcesOf(estate: Pick<Estate, 'system'>): readonly Source[] {
  const workloads = Object.entries(estate.system.workloads)
  return [
    ...workloads.map(([id, it]) => ({ group: it.logGroup, files: filesOf(id, it) })),
    ...resourcesOf(estate, 'aurora').map(([id]) => ({
      group: auroraLogGroup(estate.system, id),
      files: new RegExp(`^(${auroraClusterId(estate.system, id)}-\\d+)\\.log$`),
    })),
  ]
}

function filesOf(id: string, { kind }: Workload): RegExp {
  if (kind === 'function') return new RegExp(`^(${id}-\\d+)\\.log$`)
  return kind === 'provider' ? new RegExp(`^(${id})\\.log$`) : new RegExp(`^${id}\\.(.+)\\.log$`)
}

export const groupArn = ({ system }: Pick<Estate, 'system'>, name: string): string =>
  arn(system, 'logs', `log-group:${name}`)

/** How a request names a group: by name, or by name or ARN as identifier. */
export interface GroupNamed {
  readonly logGroupName?: string
  readonly logGroupIdentifier?: string
}

/** The group that a request names; throws where it names none or an unknown one. */
export function needGroup(estate: LogEstate, { logGroupName, logGroupIdentifier }: GroupNamed): Group {
  const named = logGroupName ?? logGroupIdentifier
  if (named === undefined || (logGroupName !== undefined && logGroupIdentifier !== undefined))
    throw invalid('Give either logGroupName or logGroupIdentifier')
  const all = logGroups(estate)
  const found = all.find(({ name }) => [name, groupArn(estate, name)].includes(named.replace(/:\*$/, '')))
  if (found) return found
  const known = all.map(({ name }) => name).join(', ')
  throw notFound(`The specified log group does not exist: '${named}'. There is ${known}`)
}

export function needStream({ name, streams }: Group, named: string): Stream {
  const found = streams.find((it) => it.name === named)
  if (found) return found
  throw notFound(`The specified log stream does not exist: '${named}' in ${name}`)
}

export const invalid = (message: string) => new AwsError('InvalidParameterException', message)
const notFound = (message: string) => new AwsError('ResourceNotFoundException', message)
