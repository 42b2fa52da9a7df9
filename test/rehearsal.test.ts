import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { findTools } from '../rehearsal/prerequisites.ts'

const root = join(import.meta.dirname, '..')
const LIMIT_MS = 30 * 60_000

/** What this machine lacks for a rehearsal; null where it lacks nothing. */
async function lacking(): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'))
  try {
    await findTools(folder, AbortSignal.timeout(LIMIT_MS))
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const missing = await lacking()

it.skipIf(missing)(
  'all stacks are applied to emulators, stay as they are, pass the checks, and leave nothing',
  async () => {
    const { exitCode, stdout } = await execa(process.execPath, ['cafe', 'rehearse', '--json'], {
      cwd: root,
      reject: false,
    })
    const { findings, error } = JSON.parse(stdout)
    expect(error).toBeUndefined()
    expect(findings).toEqual([])
    expect(exitCode).toBe(0)
  },
  LIMIT_MS,
)
