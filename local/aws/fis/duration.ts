const ISO_8601 = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const SECONDS = [86_400, 3600, 60, 1]

/** Seconds of an ISO 8601 duration in days, hours, minutes and seconds (`PT5M`); null where it is none. */
export function secondsOf(duration: string): number | null {
  const parts = ISO_8601.exec(duration)
  if (!parts || duration.endsWith('P') || duration.endsWith('T')) return null
  return SECONDS.reduce((sum, seconds, i) => sum + Number(parts[i + 1] ?? 0) * seconds, 0)
}

/** Waits so many seconds; resolves early, and without an error, when the signal is aborted. */
export function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, seconds * 1000)
    signal.addEventListener('abort', end)
  })
}
