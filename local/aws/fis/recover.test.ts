import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import type { ExperimentRecord } from './experiment.ts'
import { isAlive } from './kill.ts'
import { recover } from './recover.ts'
import { undoJournal } from './undo-journal.ts'

interface Said {
  readonly state: string
  readonly burner: number
  readonly task: number
  readonly id: string
}

test('after kill -9 of the executor its burner ends, and recover clears what the journal names', async () => {
  const child = execa(process.execPath, [join(import.meta.dirname, 'test-crash.ts')], { reject: false })
  const said = await new Promise<Said>((resolve) =>
    child.stdout.once('data', (line) => resolve(JSON.parse(String(line)) as Said)),
  )
  const { state, burner, task, id } = said
  try {
    process.kill(child.pid!, 'SIGKILL')
    await child
    expect(undoJournal(state).pending()).toMatchObject([
      { experiment: id, actionId: 'aws:ecs:task-cpu-stress' },
    ])
    const cleared = await recover(state)
    expect(cleared).toMatchObject([{ experiment: id, action: 'burn', problem: null }])
    while (isAlive(burner)) await sleep(20)
    expect(undoJournal(state).pending()).toEqual([])
    expect(await recover(state)).toEqual([])
    const record = JSON.parse(
      readFileSync(join(state, 'fis', 'experiments', `${id}.json`), 'utf8'),
    ) as ExperimentRecord
    expect(record.experiment.state.status).toBe('running')
  } finally {
    if (isAlive(task)) process.kill(task, 'SIGKILL')
    rmSync(state, { recursive: true, force: true })
  }
})
