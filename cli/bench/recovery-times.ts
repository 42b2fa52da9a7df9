import { gameday } from '../../chaos/gameday/gameday.ts'
import type { RecoveryResult } from '../../chaos/gameday/journal.ts'
import { playbookOf } from '../../chaos/playbooks/index.ts'
import { localSite } from '../site.ts'
import { up } from '../up.ts'
import type { Bench, BenchPart, Figure } from './bench-part.ts'
import type { SystemBench } from './system-bench.ts'

/** What a game day measures as recovery, beside the system's targets. */
export const recoveryTimes = ({ playbook: id }: SystemBench): BenchPart => ({
  id: 'recovery',
  title: 'Recovery, from a game day',
  async run(at) {
    await up(at.place, { timeScale: at.timeScale })
    const site = await localSite(at.place)
    const playbook = playbookOf(at.place.system.id, id)
    const end = await gameday(site, playbook, { err: process.stderr, signal: new AbortController().signal })
    if (!end.journal) throw new Error(`the game day was not played: ${end.problems.join('; ')}`)
    const { recovery, verdict, score } = end.journal
    const figures = recovery.flatMap((it) => figuresOf(it, at))
    return { figures, measured: { journal: end.journalPath, recovery, verdict, score: score.points } }
  },
})

function figuresOf(it: RecoveryResult, { timeScale }: Bench): Figure[] {
  const aim = it.allowed ? { aim: { is: 'at most', value: it.allowed.to } as const } : {}
  return [
    { name: it.failure, value: it.seconds, unit: 's here', of: `n = 1; ${it.watched}` },
    {
      name: `${it.failure}, at AWS’s pace`,
      value: it.awsSeconds,
      unit: 's of AWS',
      of: `× ${timeScale}; the target is ${it.text}`,
      ...aim,
    },
  ]
}
