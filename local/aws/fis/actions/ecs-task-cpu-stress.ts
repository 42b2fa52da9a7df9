import Type from 'typebox'
import { action } from '../action.ts'
import { clearBurners, stressCopies, stressParameters } from '../harm/stress.ts'
import { duration, flag, optional } from '../parameters.ts'

/** Burns CPU in tasks. */
export const ecsTaskCpuStress = action({
  id: 'aws:ecs:task-cpu-stress',
  description: 'Run CPU stress on the target ECS tasks.',
  parameters: Type.Object({
    duration: duration('The duration of the stress test (ISO 8601).', { from: 1 }),
    ...stressParameters,
    installDependencies: optional(flag('Whether to install stress-ng; there is nothing to install here.')),
  }),
  run(at) {
    const { duration: seconds, percent = 100, workers = 0 } = at.parameters
    return stressCopies(at, 'ecs', { seconds, percent, workers })
  },
  clear: clearBurners,
})
