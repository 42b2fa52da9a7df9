import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'private-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const modeOf = (...path: string[]) => (statSync(join(root, ...path)).mode & 0o777).toString(8)
const module = JSON.stringify(new URL('./private-state.ts', import.meta.url).href)
/** In a process of its own, as a worker of the test runner has no umask to set. */
const run = (more = '') =>
  execa(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `process.umask(0); const { keepPrivate } = await import(${module}); keepPrivate('state');
     const { mkdirSync, writeFileSync } = await import('node:fs'); ${more}`,
    ],
    { cwd: root },
  )

test('what is made is the user’s alone, whatever the umask is, and what a child makes too', async () => {
  await run(`mkdirSync('state/logs'); writeFileSync('state/logs/order.log', '');
    (await import('node:child_process')).execFileSync('touch', ['state/of-a-child'])`)
  expect([modeOf('state'), modeOf('state/logs')]).toEqual(['700', '700'])
  expect([modeOf('state/logs/order.log'), modeOf('state/of-a-child')]).toEqual(['600', '600'])
})

test('what stands there more widely open is narrowed, sockets too, and links lead nowhere', async () => {
  mkdirSync(join(root, 'state/journal'), { recursive: true })
  for (const file of ['state/journal/1.log', 'state/program', 'outside']) writeFileSync(join(root, file), '')
  for (const [path, mode] of [
    ['state', 0o777],
    ['state/journal', 0o755],
    ['state/journal/1.log', 0o666],
    ['state/program', 0o755],
    ['outside', 0o644],
  ] as const)
    chmodSync(join(root, path), mode)
  symlinkSync(join(root, 'outside'), join(root, 'state/link'))
  symlinkSync(join(root, 'nowhere'), join(root, 'state/broken'))
  const server = createServer().listen(join(root, 'state/socket'))
  await new Promise((listening) => server.once('listening', listening))
  chmodSync(join(root, 'state/socket'), 0o777)
  await run()
  expect([modeOf('state'), modeOf('state/journal'), modeOf('state/journal/1.log')]).toEqual([
    '700',
    '700',
    '600',
  ])
  expect([modeOf('state/program'), modeOf('state/socket'), modeOf('outside')]).toEqual(['700', '700', '644'])
  server.close()
})
