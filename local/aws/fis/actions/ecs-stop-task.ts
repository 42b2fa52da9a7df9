import Type from 'typebox'
import { action } from '../action.ts'
import { endCopies } from '../harm/kill.ts'

/** Stops tasks as ECS does: SIGTERM, and SIGKILL after the task's stop timeout. */
export const ecsStopTask = action({
  id: 'aws:ecs:stop-task',
  description: 'Stop the target ECS tasks.',
  parameters: Type.Object({}),
  run: (at) => endCopies(at, () => 'ecs', { replace: true }),
})
