import { type Experiment, experiment } from '../../../../chaos/experiments/experiment.ts'
import { noteboard } from '../model.ts'

/** Notes are written down, and the invocation that wrote them is said to have failed: all of them come again. */
const writerErrors = experiment(noteboard, {
  id: 'writer-errors',
  description: 'Every invocation of the writer fails after its work is done, for a minute.',
  stopConditions: ['intake-errors'],
  targets: { writer: { functionOf: 'writer' } },
  actions: {
    fail: {
      actionId: 'aws:lambda:invocation-error',
      target: 'writer',
      parameters: { duration: 'PT1M', invocationPercentage: '100', preventExecution: 'false' },
    },
  },
})

/** The experiments of the noteboard. */
export const experiments: readonly Experiment[] = [writerErrors]
