import type { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import type { IdsOf, Playbook } from '../../gameday/playbook.ts'
import { menuShown, ordersAccepted, ordersAnswered, stockShown } from './probes.ts'

/** Charges are made and the invocations that made them are said to have failed: all of them come again. */
export const paymentErrors: Playbook<IdsOf<typeof cloudcafe>> = {
  id: 'payment-errors',
  system: 'cloudcafe',
  title: 'Payments come twice: the charge is made, and the invocation fails',
  story: [
    'In the middle of the rush half of the payment processor’s invocations fail, after they have charged their customers.',
    'SQS hides those payments for three minutes and gives them again. We believe that orders are accepted all the while, and that the customers of those payments wait and the others do not.',
    'Before those payments are back half of the order tasks die as well. We believe that ECS brings them back within 90 seconds.',
    'We believe that the second invocation finds what the first has done: nobody pays twice, and every order ends ready or refused.',
  ],
  load: 'morning-rush',
  baselineSeconds: 300,
  steadyState: [ordersAccepted, ordersAnswered(3000), menuShown, stockShown],
  injects: [
    {
      id: 'payments-fail-late',
      title: 'Half of the payment processor’s invocations fail after their work',
      at: 350,
      experiment: 'payment-errors',
      evidence: { kind: 'invocations', workload: 'payment-processor' },
    },
    {
      id: 'half-the-order-tasks',
      title: 'Half of the order tasks are stopped',
      at: 900,
      experiment: 'order-tasks-half',
      evidence: { kind: 'copies', workload: 'order' },
    },
  ],
  alarms: {
    mustFire: [{ alarm: 'lambda-errors', after: 'payments-fail-late', within: 600 }],
    mustNotFire: ['high-error-rate', 'database-connections', 'dynamodb-throttling', 'cache-hit-rate'],
  },
  recovery: [
    {
      target: 'ecs-task-kill',
      after: 'half-the-order-tasks',
      measure: { kind: 'copies', workload: 'order' },
    },
  ],
  // what failed last is hidden for three minutes, and its customers' next payments wait behind it
  settleSeconds: 240,
  runbook: [
    {
      symptom: 'The payment processor fails, and payments are late',
      look: 'REPORT lines and errors of the function; age of the oldest message of payment-processing; the provider’s ledger: are the charges there?',
      act: 'Wait: each payment comes again three minutes later, and is charged once. Do not charge by hand what the ledger has.',
    },
    {
      symptom: 'Messages in payment-processing-dlq',
      look: 'Which payments failed three times, and with which error?',
      act: 'Once the cause is gone, redrive them: what has been charged is not charged again.',
    },
  ],
}
