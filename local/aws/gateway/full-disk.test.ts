import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa, execaSync } from 'execa'
import { afterAll, expect, test } from 'vitest'
import { leftOvers } from '../../processes.ts'
import { type Clients, clientsOf, NOT_REFUSED, operations, refusalOf } from './full-disk-operations.case.ts'

interface Started {
  readonly child: ChildProcess
  readonly clients: Clients
  readonly pids: readonly number[]
}
/** One way in which a disk takes no more. */
interface FullDisk {
  readonly folder: string
  fill(gateway: Started): Promise<void>
  empty(gateway: Started): Promise<void>
  remove(): Promise<void>
}

/** A limit on the size of files: the disk tells of room that it does not give, as a quota does. */
function limited(): FullDisk {
  const folder = mkdtempSync(join(tmpdir(), 'cafe-full-'))
  const limit = ({ child }: Started, soft: string) =>
    execa('prlimit', [`--pid=${child.pid}`, `--fsize=${soft}:`]).then(() => undefined)
  return {
    folder,
    fill: (gateway) => limit(gateway, '1'),
    empty: (gateway) => limit(gateway, 'unlimited'),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A file system of its own, filled to the last byte; only root may mount one. */
function mounted(): FullDisk {
  const folder = mkdtempSync(join(tmpdir(), 'cafe-full-'))
  execaSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder])
  const ballast = join(folder, 'ballast')
  return {
    folder,
    async fill() {
      try {
        for (let n = 0; ; n++) writeFileSync(`${ballast}-${n}`, Buffer.alloc(n < 64 ? 1024 * 1024 : 4096))
      } catch {
        // full
      }
    },
    async empty() {
      for (const file of readdirSync(folder)) if (file.startsWith('ballast')) rmSync(join(folder, file))
    },
    async remove() {
      await execa('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const started: Started[] = []
const removals: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL')
  for (const remove of removals) await remove()
})

async function start(folder: string): Promise<Started> {
  const script = join(import.meta.dirname, 'fixture-process.ts')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  const { config, pids } = JSON.parse(line) as { config: object; pids: readonly number[] }
  const gateway = { child, pids, clients: clientsOf(config) }
  started.push(gateway)
  return gateway
}
async function kill({ child }: Started, folder: string) {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  for (const { pid } of leftOvers(folder)) process.kill(pid, 'SIGKILL')
}

const canMount = process.getuid?.() === 0
const hasLimits = process.platform === 'linux'

test.skipIf(!hasLimits).for([
  ['a quota is used up', limited, true],
  ['the disk is full', mounted, canMount],
] as const)(
  'when %s, what is refused has no effect, and what is acknowledged has it once',
  async ([, make, possible], { skip }) => {
    if (!possible) skip('only root may mount a file system to fill')
    const disk = make()
    removals.push(disk.remove)
    let gateway = await start(disk.folder)
    for (const { prepare } of operations) await prepare?.(gateway.clients)
    await disk.fill(gateway)
    const refusals = await Promise.all(operations.map(({ run }) => refusalOf(run(gateway.clients))))
    // the first that the disk refuses ends MiniStack, and with it what the others had under way
    const refused = operations.filter((_, at) => /^503 (?:Free disk space|MiniStack)/.test(refusals[at]!))
    // a short line may still fit into the last block that the journal has
    expect(refusals.filter((it) => !it.startsWith('503') && it !== NOT_REFUSED)).toEqual([])
    expect(refusals).toContain('503 Free disk space, then repeat the call')
    // MiniStack is brought back from the journal, which needs no room
    for (const it of operations)
      await expect
        .poll(() => it.effect(gateway.clients).catch(String), { timeout: 40_000, message: it.name })
        .toBe(refused.includes(it) ? 0 : 1)
    await disk.empty(gateway)
    for (const { run } of refused)
      await expect
        .poll(() => run(gateway.clients).then(() => 'done', String), { timeout: 10_000 })
        .toBe('done')
    await kill(gateway, disk.folder)
    gateway = await start(disk.folder)
    const effects: [string, number][] = []
    for (const { name, effect } of operations) effects.push([name, await effect(gateway.clients)])
    await kill(gateway, disk.folder)
    expect(effects).toEqual(operations.map(({ name }) => [name, 1]))
  },
)
