import type { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { IdsOf, Playbook } from '../../gameday/playbook.ts'
import { menuShown, ordersAccepted, ordersAnswered, stockShown } from './probes.ts'

/** Half of the order tasks die in the morning rush, and when they are back the database fails over. */
export const morningRush: Playbook<IdsOf<typeof cloudcafe>> = {
  id: 'morning-rush',
  system: 'cloudcafe',
  title: 'Morning rush: half of the order tasks die, then the database fails over',
  story: [
    'It is a quarter to nine and the queue grows. While the rush is on, half of the tasks of the order service die at once.',
    'We believe that the load balancer takes the dead tasks out, that those left carry the rush, and that ECS brings the others back within 90 seconds.',
    'Then the writer of Aurora fails. We believe that the reader is promoted within a minute, that orders are refused or wait meanwhile but none that was accepted is lost, and that nobody pays twice.',
  ],
  load: 'morning-rush',
  baselineSeconds: 300,
  steadyState: [
    ordersAccepted,
    ordersAnswered(6000),
    menuShown,
    {
      journey: 'browse',
      measure: 'p95',
      before: { absolute: 500 },
      during: { timesBaseline: 5 },
      after: { timesBaseline: 5 },
    },
    stockShown,
  ],
  injects: [
    {
      id: 'half-the-order-tasks',
      title: 'Half of the order tasks are stopped',
      at: 600,
      experiment: 'order-tasks-half',
      evidence: { kind: 'copies', workload: 'order' },
    },
    {
      id: 'aurora-failover',
      title: 'Aurora fails over to its reader',
      at: 900,
      experiment: 'aurora-failover',
      evidence: { kind: 'writer', resource: 'aurora' },
    },
  ],
  alarms: {
    // a failover is shorter than the window of any alarm on errors here, and clients retry over it: orders wait
    mustFire: [{ alarm: 'order-slow', after: 'aurora-failover', within: 300 }],
    mustNotFire: [
      'database-connections',
      'dynamodb-throttling',
      'lambda-errors',
      'cache-hit-rate',
      'payment-health',
      'menu-health',
      'inventory-health',
    ],
  },
  recovery: [
    {
      target: 'ecs-task-kill',
      after: 'half-the-order-tasks',
      measure: { kind: 'copies', workload: 'order' },
    },
    {
      target: 'rds-failover',
      after: 'aurora-failover',
      measure: { kind: 'step', step: 'order', ms: 1000 },
    },
  ],
  settleSeconds: 90,
  runbook: [
    {
      symptom: 'Running tasks of the order service are fewer than desired',
      look: 'ECS events of the service: why did the tasks stop? Are new ones pending for lack of capacity or images?',
      act: 'Wait for ECS (60 to 90 s). If no task starts, force a new deployment; if the rush overruns those left, raise the desired count.',
    },
    {
      symptom: 'POST /orders fails or hangs, reads go on',
      look: 'RDS events of the cluster: a failover? Which member is the writer? Do connections go to the old one?',
      act: 'Wait for the promotion (30 to 60 s). Tasks that still hold connections to the old writer after that: replace them.',
    },
    {
      symptom: 'Orders stay submitted or reserved',
      look: 'Age of the oldest message of order-submission and payment-processing, and their dead-letter queues.',
      act: 'The sweeper publishes again what got stuck. What is in a dead-letter queue: redrive it once the cause is gone; effects happen once.',
    },
  ],
}
