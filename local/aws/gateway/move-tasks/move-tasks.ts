import type { AwsResponse, CloudEvent } from '../../../types.ts'
import { AwsError } from '../../wire/error.ts'
import type { Call } from '../call.ts'
import { errorResponse } from '../errors.ts'
import type { Journal } from '../journal/journal.ts'
import type { Ask } from '../ministack.ts'
import { written } from '../models.ts'
import { moveOperations } from './operations.ts'
import { queueFacts } from './queue-facts.ts'
import { isActive, MOVE, moveRunner } from './runner.ts'

export interface MoveTasksPlace {
  readonly ask: Ask
  readonly moves: Journal['moves']
  readonly whenWhole: <T>(work: () => Promise<T>) => Promise<T>
  readonly say: (event: CloudEvent) => void
}

/** Redrive of dead-letter queues, which MiniStack does not have. */
export function moveTasks({ ask, moves, whenWhole, say }: MoveTasksPlace) {
  const runner = moveRunner({
    ...{ ask, whenWhole, keep: moves.keep, move: moves.move },
    say: (what, { source, destination, status, moved, toMove, failure }) =>
      say({ part: 'aws', what, detail: { source, destination, status, moved, toMove, failure } }),
  })
  const place = {
    runner,
    tasksOf: moves.of,
    factsOf: (arn: string) => queueFacts(ask, arn),
    now: () => Date.now(),
  }
  return {
    serves: ({ service, action }: Call): boolean => service === 'sqs' && moveOperations[action] !== undefined,
    /** Whether a call asks for what only the gateway may ask of MiniStack. */
    isForbidden: ({ action }: Call): boolean => action === MOVE,
    async handle(call: Call): Promise<AwsResponse> {
      try {
        return written(call, await moveOperations[call.action]!(call.input(), place))
      } catch (error) {
        if (error instanceof AwsError) return errorResponse(call, error)
        throw error
      }
    },
    /** Goes on with the tasks that were active when the gateway ended. */
    resume(): void {
      for (const task of moves.all()) if (isActive(task)) runner.resume(task)
    },
    stop: () => runner.stop(),
  }
}
