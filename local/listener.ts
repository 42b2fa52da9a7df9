import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { platform } from '../model/platform.ts'
import type { Ports } from './types.ts'

/** State of a listening socket in the kernel's table. */
const LISTEN = '0A'
const LONGEST = 120

/** Ports of the system that something else listens on, with what that is where the system tells. */
export async function takenPorts(ports: Ports): Promise<readonly string[]> {
  const answers = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => {
      if (await isFree(port)) return null
      return `${name} ${port} (${listenerOn(port) ?? 'by a process of another user'})`
    }),
  )
  return answers.filter((it) => it !== null)
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, platform.host, () => server.close(() => resolve(true)))
  })

/** What listens on that port of this machine, as `pid 12: node server.js`; null where the system does not tell. */
export function listenerOn(port: number): string | null {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listening(table, port)))
  if (sockets.size === 0) return null
  const pid = pids().find((it) => holds(it, sockets))
  return pid ? `pid ${pid}: ${commandOf(pid)}` : null
}

/** `socket:[<inode>]` of each socket of the table that listens on the port. */
function listening(table: string, port: number): readonly string[] {
  const lines = textOf(table).split('\n').slice(1)
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, local = '', , state]) => state === LISTEN && Number.parseInt(local.split(':')[1]!, 16) === port,
    )
    .map((fields) => `socket:[${fields[9]}]`)
}

const pids = (): readonly string[] => entries('/proc').filter((name) => /^\d+$/.test(name))

function holds(pid: string, sockets: ReadonlySet<string>): boolean {
  return entries(`/proc/${pid}/fd`).some((fd) => {
    try {
      return sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
    } catch {
      return false
    }
  })
}

const commandOf = (pid: string): string =>
  textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, LONGEST)

// processes end while they are looked at, and those of others are not ours to read
const entries = (folder: string): readonly string[] => orElse(() => readdirSync(folder), [])
const textOf = (file: string): string => orElse(() => readFileSync(file, 'utf8'), '')
function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
