import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { childrenOf } from '../../local/process-stats.ts'
import { signalTo } from '../../local/processes.ts'
import type { AuroraEngine } from '../../local/types.ts'
import { isOpen, until } from './engine.case.ts'

/** A running Aurora cluster with a writer and a reader in step. */
export interface AuroraUnderTest {
  readonly cluster: AuroraEngine
  /** URL of an endpoint as it leads now. */
  url(role: 'writer' | 'reader'): string
}

/** What an Aurora cluster promises: no death of a process loses a committed row, and somebody always writes again. */
export function auroraCase(title: string, open: () => Promise<AuroraUnderTest>): void {
  describe(`${title} as Aurora`, () => {
    let under: AuroraUnderTest
    let load: Load
    const moves: string[] = []
    beforeAll(async () => {
      under = await open()
      under.cluster.onMove((role) => void moves.push(role))
      load = await commitsTo(() => under.url('writer'))
    })
    afterAll(() => load.stop())
    const member = (role: 'writer' | 'reader') => under.cluster.members().find((it) => it.role === role)!
    const inStep = () => until(() => under.cluster.members().every((it) => it.state === 'available'))

    it('has its members in zones of their own', () => {
      expect(under.cluster.members().map((it) => [it.role, it.zone])).toEqual([
        ['writer', 'a'],
        ['reader', 'b'],
      ])
    })

    it('lets clients read at the reader what was committed at the writer, and not write there', async () => {
      await load.more(20)
      const last = load.committed.at(-1)!
      await until(async () => (await rowsAt(under.url('reader'))).has(last))
      await expect(query(under.url('reader'), 'insert into load values (-1)')).rejects.toThrow(/read-only/)
    })

    it('tells its members as Aurora does, to whoever may log in', async () => {
      await inStep()
      const { rows } = await query(under.url('writer'), 'select * from aurora_replica_status()')
      const told = rows.map((it) => [it.server_id, it.session_id === 'MASTER_SESSION_ID'])
      expect(told).toEqual([
        [member('writer').id, true],
        [member('reader').id, false],
      ])
    })

    it('fails over on demand: writer and reader change places, the endpoint moves, nothing is missing', async () => {
      await inStep()
      const [writer, reader, before] = [
        member('writer').id,
        member('reader').id,
        under.cluster.endpoint('writer'),
      ]
      await under.cluster.failover()
      expect(member('writer').id).toBe(reader)
      expect(under.cluster.endpoint('writer')).not.toEqual(before)
      expect(moves).toContain('writer')
      await load.more(20)
      await load.nothingMissing()
      await inStep()
      expect(member('reader')).toMatchObject({ id: writer, state: 'available' })
    })

    it('fails over by itself when its writer is killed', async () => {
      await inStep()
      const { id, pid } = member('writer')
      await load.more(20)
      process.kill(pid!, 'SIGKILL')
      await until(async () => member('writer').id !== id && (await under.cluster.health()) === null)
      await load.more(20)
      await load.nothingMissing()
    })

    it.skipIf(!existsSync('/proc'))('fails over by itself when its writer hangs', async () => {
      await inStep()
      const { id, pid } = member('writer')
      await load.more(20)
      for (const one of [pid!, ...childrenOf(pid!)]) signalTo(one, 'SIGSTOP')
      await until(async () => member('writer').id !== id && (await under.cluster.health()) === null)
      await load.more(20)
      await load.nothingMissing()
    })

    it('goes on committing when its reader is killed, and takes it back', async () => {
      await inStep()
      const { id, pid } = member('reader')
      process.kill(pid!, 'SIGKILL')
      await load.more(50)
      await inStep()
      expect(member('reader')).toMatchObject({ id, state: 'available' })
    })

    it.skipIf(!existsSync('/proc'))('goes on committing when its reader hangs, and replaces it', async () => {
      await inStep()
      const { id, pid } = member('reader')
      for (const one of [pid!, ...childrenOf(pid!)]) signalTo(one, 'SIGSTOP')
      await load.more(50)
      await until(() => member('reader').pid !== pid)
      await inStep()
      expect(member('reader').id).toBe(id)
    })

    it('starts its writer again where no reader can take over, and nothing is missing', async () => {
      await inStep()
      const [writer, reader] = [member('writer'), member('reader')]
      process.kill(reader.pid!, 'SIGKILL')
      await until(() => member('reader').state !== 'available')
      await load.more(20)
      process.kill(writer.pid!, 'SIGKILL')
      await until(async () => member('writer').pid !== writer.pid && (await under.cluster.health()) === null)
      await load.more(20)
      await load.nothingMissing()
    })

    it('reboots its writer in place: the same one writes, and nothing is missing', async () => {
      await inStep()
      const { id, pid } = member('writer')
      await under.cluster.reboot(id)
      expect(member('writer').id).toBe(id)
      expect(member('writer').pid).not.toBe(pid)
      await load.more(20)
      await load.nothingMissing()
    })

    it('reboots its reader while clients commit', async () => {
      await inStep()
      const { id, pid } = member('reader')
      await Promise.all([under.cluster.reboot(id), load.more(50)])
      expect(member('reader')).toMatchObject({ id, state: 'available' })
      expect(member('reader').pid).not.toBe(pid)
    })

    it('names its instances when one is to be rebooted that it does not have', async () => {
      await expect(under.cluster.reboot('other')).rejects.toThrow(
        `'other': known are ${member('writer').id.slice(0, -2)}`,
      )
    })

    it('has every committed row after kill -9 of all of it and a start', async () => {
      await inStep()
      await load.more(20)
      const pids = under.cluster.processes().map(({ pid }) => pid)
      for (const pid of pids) process.kill(pid, 'SIGKILL')
      await until(() => under.cluster.processes().every(({ pid }) => !pids.includes(pid)))
      await until(async () => (await under.cluster.health()) === null)
      await load.more(20)
      await load.nothingMissing()
    })

    it('has every committed row after a stop and a start, with the same writer', async () => {
      await inStep()
      const { id } = member('writer')
      const before = under.cluster.endpoint('writer')
      await load.pausedFor(async () => {
        await under.cluster.stop()
        expect(await isOpen(before)).toBe(false)
        await under.cluster.start()
      })
      expect(member('writer').id).toBe(id)
      await load.nothingMissing()
    })
  })
}

/** Clients that commit numbered rows and remember which commits were acknowledged. */
interface Load {
  readonly committed: readonly number[]
  /** Waits until so many more are committed. */
  more(rows: number): Promise<void>
  nothingMissing(): Promise<void>
  pausedFor(work: () => Promise<void>): Promise<void>
  stop(): Promise<void>
}

const CLIENTS = 4

async function commitsTo(url: () => string): Promise<Load> {
  await query(url(), 'create table load (n bigint primary key)')
  const committed: number[] = []
  let [next, running, clients] = [0, false, [] as Promise<void>[]]
  const client = async () => {
    while (running)
      await session(url(), async (db) => {
        while (running) {
          next += 1
          const n = next
          await db.query('insert into load values ($1)', [n])
          committed.push(n)
        }
      }).catch(() => sleep(10))
  }
  const begin = () => {
    running = true
    clients = Array.from({ length: CLIENTS }, client)
  }
  const end = async () => {
    running = false
    await Promise.all(clients)
  }
  begin()
  return {
    committed,
    stop: end,
    async more(rows) {
      const goal = committed.length + rows
      await until(() => committed.length >= goal)
    },
    async nothingMissing() {
      const expected = [...committed]
      const found = await rowsAt(url())
      expect(expected.filter((n) => !found.has(n))).toEqual([])
    },
    async pausedFor(work) {
      await end()
      await work()
      begin()
    },
  }
}

const LIMITS = { connectionTimeoutMillis: 2_000, query_timeout: 10_000 }

async function session<T>(url: string, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: url, ...LIMITS })
  db.on('error', () => undefined)
  try {
    await db.connect()
    return await work(db)
  } finally {
    await db.end().catch(() => undefined)
  }
}
const query = (url: string, sql: string) => session(url, (db) => db.query(sql))

const rowsAt = async (url: string): Promise<ReadonlySet<number>> =>
  new Set((await query(url, 'select n from load')).rows.map(({ n }) => Number(n)))
