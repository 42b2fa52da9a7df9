import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { tableOf } from '../../../../lib/own.ts'
import { AwsError, problems } from '../../wire/error.ts'
import { checkInput } from '../../wire/input.ts'
import type { Output } from '../../wire/protocol.ts'
import { MOST_TASKS, type MovesFold } from '../journal/fold-moves.ts'
import type { MoveTask } from '../journal/records.ts'
import { handleOf, readHandle } from './handle.ts'
import type { MoveRunner } from './runner.ts'

/** What is known of a queue by its ARN. */
export interface QueueFacts {
  readonly isDeadLetterQueue: boolean
  readonly visible: number
}
export interface MovesPlace {
  readonly runner: MoveRunner
  readonly tasksOf: MovesFold['of']
  /** Null where there is no such queue. */
  readonly factsOf: (arn: string) => Promise<QueueFacts | null>
  readonly now: () => number
}
type Operation = (raw: unknown, place: MovesPlace) => Promise<Output>

const Arn = Type.String({ minLength: 1 })
const strict = { additionalProperties: false } as const
const START = Type.Object(
  {
    SourceArn: Arn,
    DestinationArn: Type.Optional(Arn),
    MaxNumberOfMessagesPerSecond: Type.Optional(Type.Integer()),
  },
  strict,
)
const LIST = Type.Object({ SourceArn: Arn, MaxResults: Type.Optional(Type.Integer()) }, strict)
const CANCEL = Type.Object({ TaskHandle: Type.String({ minLength: 1 }) }, strict)
const MOST_PER_SECOND = 500
const PROBLEMS = problems('InvalidParameterValue', 'MissingParameter')

const refused = (message: string) => new AwsError('InvalidParameterValue', message)
const lacking = (message: string) => new AwsError('ResourceNotFoundException', message, { status: 404 })
const noQueue = (parameter: string) =>
  lacking(`The resource that you specified for the ${parameter} parameter doesn't exist.`)

function checkRange(name: string, value: number | undefined, most: number) {
  if (value !== undefined && (value < 1 || value > most))
    throw refused(
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between 1 and ${most}, if provided.`,
    )
}

async function start(raw: unknown, { runner, factsOf, now }: MovesPlace): Promise<Output> {
  const {
    SourceArn: source,
    DestinationArn,
    MaxNumberOfMessagesPerSecond: rate,
  } = checkInput(START, raw, PROBLEMS)
  checkRange('MaxNumberOfMessagesPerSecond', rate, MOST_PER_SECOND)
  const facts = await factsOf(source)
  if (!facts) throw noQueue('SourceArn')
  if (!facts.isDeadLetterQueue) throw refused('Source queue must be configured as a Dead Letter Queue.')
  if (DestinationArn !== undefined) await checkDestination(source, DestinationArn, factsOf)
  if (runner.activeOf(source))
    throw refused(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    )
  const destination = DestinationArn === undefined ? {} : { destination: DestinationArn }
  const counts = { toMove: facts.visible, moved: 0, ...(rate === undefined ? {} : { rate }) }
  const task: MoveTask = {
    ...{ id: randomUUID(), source, ...destination, ...counts },
    ...{ status: 'RUNNING', startedAt: now() },
  }
  await runner.begin(task)
  return { TaskHandle: handleOf({ taskId: task.id, sourceArn: source }) }
}

async function checkDestination(source: string, destination: string, factsOf: MovesPlace['factsOf']) {
  if (!(await factsOf(destination))) throw noQueue('DestinationArn')
  if (destination === source) throw refused('Source and destination queues must not be the same.')
  if (source.endsWith('.fifo') !== destination.endsWith('.fifo'))
    throw refused('Source and destination queues must both be FIFO queues or both be standard queues.')
}

async function list(raw: unknown, { runner, tasksOf, factsOf }: MovesPlace): Promise<Output> {
  const { SourceArn, MaxResults = 1 } = checkInput(LIST, raw, PROBLEMS)
  checkRange('MaxResults', MaxResults, MOST_TASKS)
  if (!(await factsOf(SourceArn))) throw noQueue('SourceArn')
  const tasks = tasksOf(SourceArn).map((it) => runner.live(it.id) ?? it)
  return { Results: tasks.slice(0, MaxResults).map(shown) }
}

async function cancel(raw: unknown, { runner, tasksOf, factsOf }: MovesPlace): Promise<Output> {
  const handle = readHandle(checkInput(CANCEL, raw, PROBLEMS).TaskHandle)
  if (!handle) throw refused('Value for parameter TaskHandle is invalid.')
  if (!(await factsOf(handle.sourceArn))) throw noQueue('SourceArn')
  const found = tasksOf(handle.sourceArn).find((it) => it.id === handle.taskId)
  if (!found) throw lacking('Task does not exist.')
  const task = runner.live(found.id) ?? found
  if (task.status !== 'RUNNING')
    throw refused(`The task is ${task.status}: only a RUNNING one can be cancelled.`)
  await runner.cancel(task)
  return { ApproximateNumberOfMessagesMoved: task.moved }
}

const shown = (task: MoveTask): Output => ({
  ...(task.status === 'RUNNING' ? { TaskHandle: handleOf({ taskId: task.id, sourceArn: task.source }) } : {}),
  Status: task.status,
  SourceArn: task.source,
  DestinationArn: task.destination,
  MaxNumberOfMessagesPerSecond: task.rate,
  ApproximateNumberOfMessagesMoved: task.moved,
  ApproximateNumberOfMessagesToMove: task.toMove,
  FailureReason: task.failure,
  StartedTimestamp: task.startedAt,
})

/** Redrives of dead-letter queues. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const moveOperations = tableOf<Operation>({
  StartMessageMoveTask: start,
  ListMessageMoveTasks: list,
  CancelMessageMoveTask: cancel,
})
