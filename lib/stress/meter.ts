/** Measures how fast a total of CPU seconds grows, in cores, over the last second. */
export interface Meter {
  readonly cores: () => number
  readonly stop: () => void
}

const LOOK_MS = 100
const WINDOW_MS = 1000

/** Looks at `total` (CPU seconds that only grow) ten times a second. */
export function meter(total: () => number): Meter {
  const looks = [{ at: performance.now(), seconds: total() }]
  const look = () => {
    looks.push({ at: performance.now(), seconds: total() })
    while (looks.length > 2 && looks.at(-1)!.at - looks[1]!.at >= WINDOW_MS) looks.shift()
  }
  const timer = setInterval(look, LOOK_MS)
  return {
    cores: () => {
      const first = looks[0]!
      const last = looks.at(-1)!
      return last.at > first.at ? ((last.seconds - first.seconds) * 1000) / (last.at - first.at) : 0
    },
    stop: () => clearInterval(timer),
  }
}

/** CPU seconds of the process so far, all its threads together. */
export const processSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
/** CPU seconds of the calling thread so far. */
export const threadSeconds = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1e6
}
/** Seconds of a clock that never goes back and is the same for all threads (`performance.now` has one for each). */
export const wallSeconds = (): number => Number(process.hrtime.bigint()) / 1e9
