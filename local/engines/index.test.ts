import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { testContext } from '../../test/contract/context.ts'
import { engines } from './index.ts'

const { ctx, remove } = testContext()
afterAll(remove)

it('has an engine for every resource of the model, and one emulator for all that share it', () => {
  const all = engines(ctx)
  for (const id of Object.keys(ctx.system.resources)) expect(all.of(id)).toBeDefined()
  expect(all.of('order-events')).toBe(all.emulator)
  expect(all.of('active-orders')).toBe(all.emulator)
  expect(all.of('aurora')).toBe(all.aurora('aurora'))
})

it('names what it does not know', () => {
  expect(() => engines(ctx).of('mysql')).toThrow(/has no resource 'mysql'; it has aurora, /)
  expect(() => engines(ctx).aurora('elasticache')).toThrow("'elasticache' is not an Aurora cluster")
})

it('says what is missing and how to mend it, and leaves nothing running', async () => {
  const bare = { ...ctx, root: join(ctx.state, 'bare') }
  await expect(engines(bare).start()).rejects.toThrow(/ministack is not installed.*cafe doctor/s)
  expect(ctx.processes.all()).toEqual([])
})

it('gives the log of an engine that dies at start, and leaves nothing running', async () => {
  const program = join(ctx.state, 'broken', '.cafe', 'venv', 'ministack', 'bin', 'python')
  mkdirSync(join(program, '..'), { recursive: true })
  writeFileSync(program, '#!/bin/sh\necho "write failed: No space left on device" >&2\nexit 3\n')
  chmodSync(program, 0o755)
  const broken = engines({ ...ctx, root: join(ctx.state, 'broken') })
  await expect(broken.emulator.start()).rejects.toThrow(
    /ministack ended while it started\. The disk is full: free some room.*write failed: No space left/s,
  )
  expect(ctx.processes.all()).toEqual([])
})
