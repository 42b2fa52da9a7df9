import type { IdsOf, Playbook } from '../../../../chaos/gameday/playbook.ts'
import type { noteboard } from '../model.ts'

/** A game day of functions alone: nothing has copies, and no time is set for a recovery. */
const smoke: Playbook<IdsOf<typeof noteboard>> = {
  id: 'smoke',
  system: 'noteboard',
  title: 'Smoke: the writer fails after its work',
  story: [
    'Notes come in when the writer begins to fail, each time after it has written its notes down.',
    'We believe that notes are taken and shown all the while, and that each is written down once although it comes twice.',
  ],
  load: 'smoke',
  baselineSeconds: 60,
  steadyState: [
    {
      journey: 'leave-a-note',
      measure: 'availability',
      before: { absolute: 95 },
      during: { absolute: 90 },
      after: { absolute: 90 },
    },
  ],
  injects: [
    {
      id: 'writer-fails',
      title: 'Every invocation of the writer fails after its work',
      at: 80,
      experiment: 'writer-errors',
      evidence: { kind: 'invocations', workload: 'writer' },
    },
  ],
  alarms: { mustFire: [], mustNotFire: ['intake-errors'] },
  recovery: [],
  // what failed last is hidden for a minute
  settleSeconds: 90,
  runbook: [
    {
      symptom: 'Errors of the writer',
      look: 'Its log; the age of the oldest message of submitted.',
      act: 'Wait: each note comes again a minute later, and is written once.',
    },
  ],
}

/** The playbooks of the noteboard. */
export const playbooks: readonly Playbook[] = [smoke]
