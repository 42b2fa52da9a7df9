import type { Entry, MoveTask } from './records.ts'

/** Tasks of one queue that are told. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const MOST_TASKS = 10

/** Redrives of dead-letter queues as the journal tells them. */
export function movesFold() {
  const tasks = new Map<string, MoveTask>()

  function keep(task: MoveTask) {
    tasks.set(task.id, task)
    const [oldest, ...others] = of(task.source).toReversed()
    if (oldest && others.length >= MOST_TASKS) tasks.delete(oldest.id)
  }
  /** The tasks of a queue, newest first. */
  const of = (source: string): readonly MoveTask[] =>
    [...tasks.values()].filter((it) => it.source === source).reverse()

  return {
    of,
    all: (): readonly MoveTask[] => [...tasks.values()],
    apply(entry: Entry) {
      if (entry.kind === 'move-task') keep(entry.task)
      if (entry.kind !== 'control' || entry.action !== 'DeleteQueue') return
      for (const { id, source } of tasks.values()) if (source.endsWith(`:${entry.resource}`)) tasks.delete(id)
    },
    *entries(): Iterable<Entry> {
      for (const task of tasks.values()) yield { kind: 'move-task', task }
    },
  }
}
export type MovesFold = ReturnType<typeof movesFold>
