import Type from 'typebox'
import { action } from '../action.ts'
import { duration } from '../parameters.ts'

/** Waits. */
export const fisWait = action({
  id: 'aws:fis:wait',
  description: 'Wait for the specified duration. Stops when the experiment is stopped.',
  parameters: Type.Object({ duration: duration('The time to wait (ISO 8601 duration).') }),
  run: (at) => at.hold(at.parameters.duration),
})
