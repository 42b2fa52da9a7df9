import { setTimeout as sleep } from 'node:timers/promises'
import type { MoveTask } from '../journal/records.ts'
import type { MoveAnswer } from '../journal/wire-sqs.ts'
import type { Ask } from '../ministack.ts'

/** The emulator's own call for a move; no caller of AWS may make it. */
export const MOVE = 'CafeMoveMessages'
const BATCH = 10
const AGAIN_MS = 500

export interface RunnerPlace {
  readonly ask: Ask
  /** Runs a call when MiniStack is whole. */
  readonly whenWhole: <T>(work: () => Promise<T>) => Promise<T>
  readonly keep: (task: MoveTask) => Promise<void>
  readonly move: (queue: string, carryOut: () => Promise<MoveAnswer>) => Promise<MoveAnswer>
  readonly say: (what: string, task: MoveTask) => void
}

/** Carries out redrives batch by batch; a step that fails is tried again, since a journal or MiniStack comes back. */
export function moveRunner({ ask, whenWhole, keep, move, say }: RunnerPlace) {
  const running = new Map<string, MoveTask>()
  let isEnded = false

  async function step(task: MoveTask): Promise<MoveTask> {
    if (task.status === 'CANCELLING') return { ...task, status: 'CANCELLED' }
    const size = Math.min(BATCH, task.rate ?? BATCH, task.toMove - task.moved)
    if (size <= 0) return { ...task, status: 'COMPLETED' }
    const input = { SourceArn: task.source, DestinationArn: task.destination, MaxNumberOfMessages: size }
    const { Moved, Failure } = await move(nameOf(task.source), () => ask<MoveAnswer>('sqs', MOVE, input))
    const moved = task.moved + Moved.length
    if (Failure) return { ...task, moved, status: 'FAILED', failure: Failure }
    const isDone = Moved.length < size || moved >= task.toMove
    return { ...task, moved, status: isDone ? 'COMPLETED' : 'RUNNING' }
  }

  async function run(id: string): Promise<void> {
    while (!isEnded && running.has(id)) {
      const began = performance.now()
      const before = running.get(id)!
      const after = await whenWhole(() => step(before)).catch(() => null)
      if (!after) {
        await sleep(AGAIN_MS)
        continue
      }
      await settle(before, after)
      if (after.rate && after.status === 'RUNNING')
        await sleep(((after.moved - before.moved) / after.rate) * 1000 - (performance.now() - began))
    }
  }

  async function settle(before: MoveTask, after: MoveTask): Promise<void> {
    // it may have been cancelled while messages were moved
    const isCancelled = running.get(before.id)!.status === 'CANCELLING' && after.status === 'RUNNING'
    const now: MoveTask = isCancelled ? { ...after, status: 'CANCELLING' } : after
    if (isActive(now)) running.set(now.id, now)
    else {
      running.delete(now.id)
      say(`redrive ${now.status.toLowerCase()}`, now)
    }
    await kept(now)
  }

  /** Progress may get lost; an end is noted when the journal takes it. */
  async function kept(task: MoveTask): Promise<void> {
    while (!isEnded) {
      const isKept = await keep(task).then(
        () => true,
        () => false,
      )
      if (isKept || isActive(task)) return
      await sleep(AGAIN_MS)
    }
  }

  function go(task: MoveTask): void {
    say('redrive begins', task)
    void run(task.id)
  }

  return {
    /** Begins a task when it is noted. */
    async begin(task: MoveTask): Promise<void> {
      running.set(task.id, task)
      try {
        await keep(task)
      } catch (error) {
        running.delete(task.id)
        throw error
      }
      go(task)
    },
    /** Goes on with a task that a restart has cut off. */
    resume(task: MoveTask): void {
      if (running.has(task.id)) return
      running.set(task.id, task)
      go(task)
    },
    /** The active task of a queue. */
    activeOf: (source: string): MoveTask | undefined =>
      [...running.values()].find((it) => it.source === source),
    /** A task as it is now, where it is active. */
    live: (id: string): MoveTask | undefined => running.get(id),
    async cancel(task: MoveTask): Promise<void> {
      const cancelled: MoveTask = { ...task, status: 'CANCELLING' }
      await keep(cancelled)
      if (running.has(task.id)) running.set(task.id, { ...running.get(task.id)!, status: 'CANCELLING' })
    },
    stop(): void {
      isEnded = true
    },
  }
}
export type MoveRunner = ReturnType<typeof moveRunner>

export const isActive = ({ status }: MoveTask): boolean => status === 'RUNNING' || status === 'CANCELLING'
export const nameOf = (arn: string): string => arn.split(':').at(-1)!
