import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepts } from '../../local/engines/ports.ts'
import { childrenOf } from '../../local/process-stats.ts'
import { signalTo, startTicks } from '../../local/processes.ts'
import type { Address, AuroraEngine, Context, Engine } from '../../local/types.ts'
import { type TestContext, testContext } from './context.ts'

/** What every engine promises, whatever it stands for; each test begins with the engine running. */
export function engineCase(title: string, make: (ctx: Context) => Engine): void {
  describe(`${title} as an engine`, () => {
    let test: TestContext
    let engine: Engine
    beforeAll(async () => {
      test = testContext()
      engine = make(test.ctx)
      await engine.start()
    })
    afterAll(async () => {
      await engine.stop()
      await test.remove()
    })

    it('answers at its endpoint once it has started', async () => {
      expect(await engine.health()).toBeNull()
      expect(await isOpen(engine.endpoint())).toBe(true)
    })

    it('may be told to start while it runs, and goes on', async () => {
      const before = engine.processes()
      await engine.start()
      expect(engine.processes()).toEqual(before)
    })

    it('keeps no more than its own processes, each with a log', () => {
      const known = test.ctx.processes.all().map(({ name, pid }) => ({ name, pid }))
      expect(engine.processes()).toEqual(expect.arrayContaining(known))
    })

    it('comes back by itself after kill -9 of each process, and says so', async () => {
      for (const { name, pid } of engine.processes()) {
        process.kill(pid, 'SIGKILL')
        await until(() => processOf(engine, name) !== undefined && processOf(engine, name) !== pid)
        await until(async () => (await engine.health()) === null)
        expect(
          test.said.find(({ what, detail }) => what === 'died' && detail?.process === name),
        ).toBeDefined()
      }
      expect(await isOpen(engine.endpoint())).toBe(true)
    })

    it.skipIf(!existsSync('/proc'))(
      'replaces each process that hangs, with its children, and says so',
      async () => {
        for (const { name } of engine.processes()) {
          await until(() => isWhole(engine))
          const pid = processOf(engine, name)!
          const family = [...childrenOf(pid), pid]
          for (const one of family) signalTo(one, 'SIGSTOP')
          await until(() => processOf(engine, name) !== undefined && processOf(engine, name) !== pid)
          await until(async () => (await engine.health()) === null)
          const hangs = test.said.find(({ what, detail }) => what === 'hangs' && detail?.process === name)
          expect(hangs?.detail).toMatchObject({ pid })
          // ended children may still wait to be reaped
          await until(() => family.every((one) => startTicks(one) === null))
        }
        expect(await isOpen(engine.endpoint())).toBe(true)
      },
    )

    it('leaves no process and no open port when it is stopped, and starts again at the same one', async () => {
      const [before, pids] = [engine.endpoint(), engine.processes().map(({ pid }) => pid)]
      await engine.stop()
      expect(pids.filter(isAlive)).toEqual([])
      expect(test.ctx.processes.all()).toEqual([])
      expect(await isOpen(before)).toBe(false)
      expect(await engine.health()).not.toBeNull()
      await engine.start()
      expect(await engine.health()).toBeNull()
      expect(engine.endpoint()).toEqual(before)
    })
  })
}

const processOf = (engine: Engine, name: string) => engine.processes().find((it) => it.name === name)?.pid

/** It answers, and so does every member of a cluster. */
const isWhole = async (engine: Engine) =>
  (await engine.health()) === null &&
  (!('members' in engine) || (engine as AuroraEngine).members().every((it) => it.state === 'available'))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Whether something accepts connections there. */
export const isOpen = (address: Address): Promise<boolean> =>
  accepts(address).then(
    () => true,
    () => false,
  )

/** Waits for a fact; the test's own limit ends the wait. */
export async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await sleep(20)
}
