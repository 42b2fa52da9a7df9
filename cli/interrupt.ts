const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const unread = new AbortController()

/**
 * Nobody reads what this command tells any more: the pipe is broken, or the terminal is gone. What goes on is ended in
 * good order, as by Ctrl-C; the error itself is no failure of the command.
 */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => unread.abort())
}

/**
 * Ctrl-C, SIGTERM, the end of the terminal and a broken pipe abort the work's signal; the work itself ends in good
 * order, however often they come.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController()
  const stop = () => interrupt.abort()
  for (const name of SIGNALS) process.on(name, stop)
  try {
    return await work(AbortSignal.any([interrupt.signal, unread.signal]))
  } finally {
    for (const name of SIGNALS) process.off(name, stop)
  }
}
