import type { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { IdsOf, Playbook } from '../../gameday/playbook.ts'

/** The shortest whole game day, for CI: little load, one task killed, everything counted. */
export const smoke: Playbook<IdsOf<typeof cloudcafe>> = {
  id: 'smoke',
  system: 'cloudcafe',
  title: 'Smoke: one order task dies on a quiet morning',
  story: [
    'A few visitors are in the shop when one task of the order service dies.',
    'We believe that the other task serves them, and that ECS brings the lost one back within 90 seconds.',
  ],
  load: 'smoke',
  baselineSeconds: 60,
  steadyState: [
    {
      journey: 'order-coffee',
      measure: 'availability',
      before: 'slo',
      during: { absolute: 90 },
      after: 'slo',
    },
    { journey: 'browse', measure: 'availability', before: 'slo', during: 'slo', after: 'slo' },
  ],
  injects: [
    {
      id: 'one-order-task',
      title: 'One order task is stopped',
      at: 80,
      experiment: 'order-task-one',
      evidence: { kind: 'copies', workload: 'order' },
    },
  ],
  alarms: { mustFire: [], mustNotFire: ['high-error-rate', 'lambda-errors', 'dynamodb-throttling'] },
  recovery: [
    { target: 'ecs-task-kill', after: 'one-order-task', measure: { kind: 'copies', workload: 'order' } },
  ],
  settleSeconds: 60,
  runbook: [
    {
      symptom: 'Running tasks of the order service are fewer than desired',
      look: 'ECS events of the service: why did the task stop?',
      act: 'Wait for ECS (60 to 90 s).',
    },
  ],
}
