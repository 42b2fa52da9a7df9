import type { Entry, Message } from './records.ts'

/** Deletions that came before their message: the answer to a receive can overtake the answer to the send. */
const MOST_EARLY = 10_000

/** FIFO's deduplication interval. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html */
export const DEDUPLICATION_MS = 5 * 60_000
/** No queue keeps a message longer. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const LONGEST_RETENTION_MS = 14 * 24 * 3_600_000

/**
 * Queues as the journal tells them: the messages that nobody has deleted, oldest first, and for some minutes the FIFO
 * messages that somebody has, since they are not taken twice.
 */
export function queuesFold() {
  const queues = new Map<string, Map<string, Message>>()
  const early = new Set<string>()
  const done = new Map<string, { readonly queue: string; readonly message: Message }>()

  function forgetOld() {
    const now = Date.now()
    for (const [key, { message }] of done) {
      if (message.sentAt > now - DEDUPLICATION_MS) break
      done.delete(key)
    }
    for (const messages of queues.values())
      for (const { id, sentAt } of messages.values()) {
        if (sentAt > now - LONGEST_RETENTION_MS) break
        messages.delete(id)
      }
  }
  function of(queue: string): Map<string, Message> {
    const found = queues.get(queue) ?? new Map<string, Message>()
    queues.set(queue, found)
    return found
  }
  function add(queue: string, message: Message) {
    if (!early.delete(`${queue}\n${message.id}`)) of(queue).set(message.id, message)
  }
  function remove(queue: string, id: string) {
    const message = of(queue).get(id)
    if (message?.dedupId) done.set(`${queue}\n${id}`, { queue, message: { ...message, body: '' } })
    if (of(queue).delete(id)) return
    early.add(`${queue}\n${id}`)
    if (early.size > MOST_EARLY) early.delete(early.values().next().value!)
  }
  function move({ from, to, id, redriven }: Extract<Entry, { kind: 'moved' }>) {
    const message = of(from).get(id)
    if (!message) return
    of(from).delete(id)
    const { source: _, receives: __, ...rest } = message
    if (!redriven) return add(to, { ...rest, source: from })
    const { at: sentAt, ...sequence } = redriven
    add(to, { ...rest, ...sequence, sentAt })
  }
  function received(queue: string, id: string, receives: number) {
    const message = of(queue).get(id)
    if (message) of(queue).set(id, { ...message, receives })
  }

  return {
    names: () => [...queues.keys()],
    messages: (queue: string): readonly Message[] => [...of(queue).values()].sort(bySequence),
    get: (queue: string, id: string) => queues.get(queue)?.get(id),
    /** Milliseconds since 1970 at which the oldest message was sent; undefined where the queue is empty. */
    oldest: (queue: string) => queues.get(queue)?.values().next().value?.sentAt,
    drop: (queue: string) => void queues.delete(queue),
    /** Messages that were deleted, whose deduplication ids still count. */
    done() {
      forgetOld()
      return [...done.values()]
    },
    apply(entry: Entry) {
      if (entry.kind === 'sent')
        for (const queue of entry.queues) for (const message of entry.messages) add(queue, message)
      else if (entry.kind === 'deleted') for (const id of entry.ids) remove(entry.queue, id)
      else if (entry.kind === 'moved') move(entry)
      else if (entry.kind === 'received')
        for (const { id, receives } of entry.messages) received(entry.queue, id, receives)
      else if (entry.kind === 'purged') queues.delete(entry.queue)
    },
    *entries(): Iterable<Entry> {
      forgetOld()
      for (const { queue, message } of done.values()) {
        yield { kind: 'sent', queues: [queue], messages: [message] }
        yield { kind: 'deleted', queue, ids: [message.id] }
      }
      for (const [queue, messages] of queues)
        for (const message of messages.values()) yield { kind: 'sent', queues: [queue], messages: [message] }
      for (const key of early) {
        const [queue, id] = key.split('\n') as [string, string]
        yield { kind: 'deleted', queue, ids: [id] }
      }
    },
  }
}
export type QueuesFold = ReturnType<typeof queuesFold>

const bySequence = (a: Message, b: Message) => (a.sequence ?? '').localeCompare(b.sequence ?? '')
