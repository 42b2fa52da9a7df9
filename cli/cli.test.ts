import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
afterAll(() => rmSync(elsewhere, { recursive: true }))

// the tests' own profile, from a folder that is not the checkout
const cafe = (...args: string[]) =>
  execa(process.execPath, [join(root, 'cli/main.ts'), ...args], {
    cwd: elsewhere,
    env: { CAFE_PROFILE: 'test', NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    reject: false,
  })

test.each([
  [2, "unknown command 'nosuch'", 'nosuch'],
  [2, "unknown option '--nosuch'", 'up --nosuch'],
  [2, 'too many arguments', 'down now'],
  [2, 'takes a number from 1 to 100', 'up --time-scale 0'],
  [2, 'takes a number from 1 to 100', 'up --time-scale fast'],
  [2, 'takes a whole number', 'gameday --seed 1.5'],
  [2, 'Allowed choices are cloudcafe', 'status --system nosuch'],
  [2, 'Allowed choices are local, test, bench', 'status --profile nosuch'],
  [2, "no playbook 'nosuch': known are", 'gameday nosuch'],
  [2, 'Allowed choices are smoke', 'load nosuch'],
  [2, "missing required argument 'scenario'", 'load'],
  [2, "'nosuch' has no stress scenario", 'stress nosuch'],
  [2, "no log starts with '../../etc/passwd'", 'logs ../../etc/passwd'],
  [2, 'known are boot', 'bench nosuch'],
  [2, "'test' is no profile → take one of dev, prod", 'deploy --auto-approve --profile test'],
  [2, '--auto-approve: off a terminal nobody can be asked → add it', 'deploy --profile dev'],
  [2, '--auto-approve: off a terminal nobody can be asked → add it', 'destroy --profile prod'],
  [3, 'cloudcafe is not up: run ./cafe up --profile test', 'status'],
  [3, 'cloudcafe is not up: run ./cafe up --profile test', 'load smoke'],
])('exit code %i and "%s": cafe %s', async (code, says, line) => {
  const { exitCode, stdout, stderr } = await cafe(...line.split(' '))
  expect([exitCode, stdout]).toEqual([code, ''])
  expect(stderr).toContain(says)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect(stderr).not.toContain('\x1b')
})

test.each(['status', 'nosuch', 'up --nosuch', 'load smoke', 'gameday nosuch'])(
  'with --json an error is JSON on stdout, too: cafe %s',
  async (line) => {
    const { exitCode, stdout, stderr } = await cafe(...line.split(' '), '--json')
    expect(JSON.parse(stdout)).toMatchObject({ exit_code: exitCode, error: expect.stringMatching(/\w/) })
    expect(stderr).not.toBe('')
  },
)

test.each(['model', 'logs', 'recover'])('cafe %s --json gives JSON where nothing is up', async (name) => {
  const { exitCode, stdout } = await cafe(name, '--json')
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toBeTypeOf('object')
})

test('the help needs nothing that only develops or deploys', async () => {
  const runOnly = join(root, 'cli/fixture/run-only.mjs')
  const help = await execa(process.execPath, ['--import', runOnly, join(root, 'cli/main.ts'), 'help'], {
    reject: false,
  })
  expect([help.exitCode, help.stdout], help.stderr).toEqual([0, expect.stringContaining('gameday')])
})
