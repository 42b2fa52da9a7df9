/** Seconds between two evaluations of the most frequent alarms. */
const TICK_SECONDS = 10
/** Milliseconds after the end of a period until its last values have arrived (EMF lines are written once a second). */
const SETTLE_MS = 1200

/** Calls `evaluate` with each full ten seconds of the epoch, shortly after; the function given back ends it. */
export function startClock(evaluate: (second: number) => void): () => void {
  let timer: NodeJS.Timeout
  const wait = () => {
    const now = Date.now()
    const next = (Math.floor((now - SETTLE_MS) / 1000 / TICK_SECONDS) + 1) * TICK_SECONDS
    timer = setTimeout(
      () => {
        evaluate(next)
        wait()
      },
      next * 1000 + SETTLE_MS - now,
    ).unref()
  }
  wait()
  return () => clearTimeout(timer)
}
