import Type from 'typebox'
import { action } from '../action.ts'
import { endCopies } from '../harm/kill.ts'
import { integer, optional } from '../parameters.ts'
import { podParameters, securityParameters } from '../pod-parameters.ts'

/** Deletes pods; their deployment replaces them. */
export const eksPodDelete = action({
  id: 'aws:eks:pod-delete',
  description: 'Delete the target Kubernetes pods.',
  parameters: Type.Object({
    gracePeriodSeconds: optional(
      integer(
        'The duration, in seconds, to wait for the pod to terminate gracefully; 0 is at once.',
        0,
        3600,
      ),
    ),
    ...podParameters,
    ...securityParameters,
  }),
  run(at) {
    const graceSeconds = at.parameters.gracePeriodSeconds
    return endCopies(at, () => 'eks', {
      replace: true,
      ...(graceSeconds === undefined ? {} : { graceSeconds }),
    })
  },
})
