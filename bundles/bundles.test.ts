import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { System } from '../model/kinds.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { bundles } from './bundles.ts'

const { order, payments } = cloudcafe.workloads
const system: System = {
  ...cloudcafe,
  workloads: { order: { ...order, source: 'shop' }, payments: { ...payments, source: 'shop' } },
}
let root: string
const make = (folder?: string) => bundles(system, root, folder)
const write = (path: string, text: string) => writeFile(join(root, path), text)

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bundles-'))
  await cp('local/runtimes/fixture', join(root, 'shop'), { recursive: true })
  for (const path of ['bundles/bundles.ts', 'bundles/compile.ts']) await cp(path, join(root, path))
  await write('package-lock.json', '{}')
})
afterEach(() => rm(root, { recursive: true }))

test('the same input gives the same bytes, in any folder', async () => {
  const first = await make().of('order')
  const second = await make(join(root, 'elsewhere')).of('order')
  expect(second).not.toBe(first)
  expect(await readFile(second)).toEqual(await readFile(first))
  expect(await readFile(first, 'utf8')).not.toContain(root)
})

test('is built again where its input has changed, and only then', async () => {
  const file = await make().of('order')
  const built = (await stat(file)).mtimeMs
  await make().of('order')
  expect((await stat(file)).mtimeMs).toBe(built)

  await write('shop/greeting.ts', `export const greeting = 'good evening'`)
  await make().of('order')
  expect(await readFile(file, 'utf8')).toContain('good evening')

  await write('package-lock.json', '{"changed": true}')
  const before = (await stat(file)).mtimeMs
  await make().of('order')
  expect((await stat(file)).mtimeMs).toBeGreaterThan(before)
})

test('what replaces a copy is what runs, until it is renewed', async () => {
  const built = make()
  const file = await built.of('order')
  await write('shop/greeting.ts', `export const greeting = 'good evening'`)
  expect(await readFile(await built.of('order'), 'utf8')).not.toContain('good evening')
  built.renew('order')
  expect(await readFile(await built.of('order'), 'utf8')).toContain('good evening')
  expect(await built.of('order')).toBe(file)
})

test('the entry of its stress threads is bundled beside it, also where it comes later, and a lost file is made again', async () => {
  const file = await make().of('order')
  await write('shop/stress.ts', `console.log('stress')`)
  await make().of('order')
  const stress = file.replace('main.mjs', 'stress.mjs')
  expect(await readFile(stress, 'utf8')).toContain('stress')
  await rm(file)
  expect(await readFile(await make().of('order'), 'utf8')).toContain('good morning')
})

test('no compiler stays behind', async () => {
  await make().all()
  const children = execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
  expect(children).not.toContain('esbuild --service')
})

test('a source that does not compile says where', async () => {
  await write('shop/greeting.ts', 'export const = 1')
  await expect(make().all()).rejects.toThrow('shop/greeting.ts:1')
})

test('an unknown workload is an error', async () => {
  await expect(make().of('tea')).rejects.toThrow("cannot bundle 'tea'")
})
