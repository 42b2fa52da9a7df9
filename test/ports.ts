import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { pids } from './cafe.ts'

/** A socket that a process of the running system listens on. */
export interface Listening {
  readonly process: string
  readonly address: string
  readonly port: number
}

/** State of a listening socket in the kernel's table, and how that writes 127.0.0.1. */
const LISTEN = '0A'
const LOOPBACK = '0100007F'

/** Every socket that the running system listens on, from the kernel's own tables. */
export function listeningPorts(): readonly Listening[] {
  const sockets = new Map(['/proc/net/tcp', '/proc/net/tcp6'].flatMap(listeningIn))
  return family().flatMap(({ name, pid }) =>
    filesOf(pid).flatMap((file) => {
      const found = sockets.get(file)
      return found ? [{ process: name, ...found }] : []
    }),
  )
}

function listeningIn(table: string): [string, Omit<Listening, 'process'>][] {
  const lines = readFileSync(table, 'utf8').trim().split('\n').slice(1)
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === LISTEN)
  return rows.map((row) => {
    const [address = '', port = ''] = row[1]!.split(':')
    return [
      `socket:[${row[9]}]`,
      { address: address === LOOPBACK ? '127.0.0.1' : address, port: Number.parseInt(port, 16) },
    ]
  })
}

/** The recorded processes and what they have started. */
function family(): readonly { readonly name: string; readonly pid: number }[] {
  const known = new Map(pids().map(({ name, pid }) => [pid, name]))
  const parents = readdirSync('/proc').flatMap((it) => (/^\d+$/.test(it) ? parentOf(Number(it)) : []))
  for (let before = -1; before < known.size; ) {
    before = known.size
    for (const { pid, parent } of parents)
      if (known.has(parent) && !known.has(pid)) known.set(pid, `a child of ${known.get(parent)}`)
  }
  return [...known].map(([pid, name]) => ({ pid, name }))
}

function parentOf(pid: number) {
  try {
    const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1])
    return [{ pid, parent }]
  } catch {
    return []
  }
}

// processes end while they are looked at
function filesOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)]
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}

/** Some engines say nothing to what they cannot read. */
const SILENCE_MS = 1500
const ENOUGH_BYTES = 64 * 1024

/** What a port says to these bytes until it ends the connection or is silent for so long. */
export function said(port: number, bytes: string, silenceMs = SILENCE_MS): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const end = () => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(silenceMs, end)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (text.length > ENOUGH_BYTES) end()
    })
    socket.on('error', end).on('close', end)
  })
}

const AT_ONCE = 8

/** Does the work on all of them, a few at a time: the system is not to be overloaded. */
export async function onEach<T>(all: readonly T[], work: (it: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) await work(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
