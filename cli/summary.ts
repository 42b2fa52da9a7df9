import type { GameDayEnd } from '../chaos/gameday/gameday.ts'
import type { Journal } from '../chaos/gameday/journal.ts'
import { scoreText } from '../chaos/gameday/score.ts'
import { table } from './output.ts'

/** The end of a game day for people: score, recovery, alarms, invariants, and where the report lies. */
export function summaryOf({ journal, journalPath, reportPath }: GameDayEnd): string {
  if (!journal) return 'the game day was not played'
  const { asked, score, verdict } = journal
  return [
    `${verdict.outcome}: ${scoreText(score)}`,
    table(
      ['score', 'points', 'of', 'why'],
      score.parts.map((it) => [it.title, it.points ?? 'not scored', it.weight, it.why]),
    ),
    asked.recovery === 0 ? 'the playbook names no recovery target' : recoveryTable(journal),
    asked.invariants === 0
      ? 'the system has no invariants'
      : table(
          ['invariant', 'counted', 'expected', ''],
          journal.invariants.map((it) => [
            it.title,
            it.counted,
            it.expected,
            it.notCounted ? 'NOT COUNTED' : it.ok ? 'ok' : 'VIOLATED',
          ]),
        ),
    ...verdict.notCounted.map((it) => `- not counted: ${it}`),
    ...verdict.misses.map((it) => `- ${it}`),
    ...leftOut(journal).map((it) => `- ${it}`),
    `report  ${reportPath}\njournal ${journalPath}`,
  ].join('\n\n')
}

/** What is in no figure, and why. */
const leftOut = ({ remarks, invariants }: Journal): string[] => [
  ...remarks,
  ...invariants.flatMap(({ leftOut: { count, examples } }) =>
    count === 0
      ? []
      : `left out: ${examples.join('; ')}${count > examples.length ? `; ${count} in all` : ''}`,
  ),
]

const recoveryTable = ({ recovery }: Journal): string =>
  table(
    ['recovery of', 'measured', 'at AWS’s pace', 'document', ''],
    recovery.map((it) => [it.failure, seconds(it.seconds), seconds(it.awsSeconds), it.text, it.verdict]),
  )

const seconds = (value: number | null): string => (value === null ? 'not seen' : `${value.toFixed(1)} s`)
