import type { Running } from './processes.ts'
import { speaks } from './speaks.ts'
import type { Address, Context } from './types.ts'
import { watchdog } from './watchdog.ts'

/** A server that runs, and how it is asked whether it still does. */
export interface WatchedServer {
  /** Id in the model that events are said under. */
  readonly part: string
  readonly running: Running
  /** Where it listens, and what it answers to whatever its state. */
  readonly greeted: () => { readonly at: Address; readonly greeting: Buffer }
}

/** Says of a server that it hangs, and kills it: who keeps it running sees an end like any other. */
export function watchServer(ctx: Pick<Context, 'say'>, { part, running, greeted }: WatchedServer): void {
  const unwatch = watchdog({
    pid: running.pid,
    answers: (withinMs) => speaks(greeted().at, greeted().greeting, withinMs),
    hung(silentMs) {
      const silent_seconds = Math.round(silentMs / 1000)
      ctx.say({ part, what: 'hangs', detail: { process: running.name, pid: running.pid, silent_seconds } })
      void running.stop('SIGKILL')
    },
  })
  void running.exited.then(unwatch)
}
