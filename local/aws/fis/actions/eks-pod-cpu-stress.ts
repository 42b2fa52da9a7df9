import Type from 'typebox'
import { action } from '../action.ts'
import { clearBurners, stressCopies, stressParameters } from '../harm/stress.ts'
import { duration } from '../parameters.ts'
import { podParameters, securityParameters } from '../pod-parameters.ts'

/** Burns CPU in pods. */
export const eksPodCpuStress = action({
  id: 'aws:eks:pod-cpu-stress',
  description: 'Run CPU stress on the target Kubernetes pods.',
  parameters: Type.Object({
    duration: duration('The duration of the stress test (ISO 8601).', { from: 1 }),
    ...stressParameters,
    ...podParameters,
    ...securityParameters,
  }),
  run(at) {
    const { duration: seconds, percent = 100, workers = 0 } = at.parameters
    return stressCopies(at, 'eks', { seconds, percent, workers })
  },
  clear: clearBurners,
})
