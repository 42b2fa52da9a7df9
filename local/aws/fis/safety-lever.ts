import { join } from 'node:path'
import { conflict } from './errors.ts'
import { records } from './records.ts'

type Status = 'disengaged' | 'engaging' | 'engaged'
interface Lever {
  readonly id: 'default'
  readonly status: Status
  readonly reason: string
}

/**
 * The account's safety lever: engaged, it has stopped what ran, and what is started is cancelled.
 * https://docs.aws.amazon.com/fis/latest/userguide/safety-lever.html
 */
export function safetyLever(state: string) {
  const kept = records<Lever>(join(state, 'fis', 'safety-lever'))
  const now = (): Lever => kept.get('default') ?? { id: 'default', status: 'disengaged', reason: '' }
  const listeners: ((reason: string) => Promise<void>)[] = []
  // a crash while engaging left nothing running
  if (now().status === 'engaging') kept.put({ ...now(), status: 'engaged' })

  const engage = async (reason: string) => {
    kept.put({ id: 'default', status: 'engaging', reason })
    await Promise.all(listeners.map((listener) => listener(reason)))
    kept.put({ id: 'default', status: 'engaged', reason })
  }
  return {
    state: () => ({ status: now().status, reason: now().reason }),
    isEngaged: () => now().status !== 'disengaged',
    reason: () => now().reason,
    /** Called when it is engaged; it is engaging until all listeners have resolved. */
    onEngage: (listener: (reason: string) => Promise<void>) => void listeners.push(listener),
    update(status: 'engaged' | 'disengaged', reason: string) {
      if (now().status === 'engaging')
        throw conflict('The safety lever is engaging and cannot be changed until it is engaged.')
      if (status === 'engaged') void engage(reason)
      else kept.put({ id: 'default', status, reason })
    },
  }
}
export type SafetyLever = ReturnType<typeof safetyLever>
