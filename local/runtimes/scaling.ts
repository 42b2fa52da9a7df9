import type { CpuScaling } from '../../model/kinds.ts'

/** Says how many copies there should be; called once a second with the mean CPU percent of those that run. */
export interface Scaler {
  readonly decide: (nowMs: number, copies: number, cpuPercent: number) => number
}
export type MakeScaler = (scaling: CpuScaling, timeScale: number) => Scaler

/** Means of samples over periods of `seconds` of AWS; gives a mean at the end of each period, else null. */
function periods(seconds: number, timeScale: number) {
  let start: number | null = null
  let samples: number[] = []
  return (nowMs: number, value: number): number | null => {
    start ??= nowMs
    samples.push(value)
    if (nowMs - start < (seconds * 1000) / timeScale) return null
    const mean = samples.reduce((sum, it) => sum + it, 0) / samples.length
    start = nowMs
    samples = []
    return mean
  }
}

const within = ({ min, max }: CpuScaling, copies: number): number => Math.min(max, Math.max(min, copies))

/** One-minute points above the target before it scales out, and below nine tenths of it before it scales in. */
const POINTS_OUT = 3
const POINTS_IN = 15

/**
 * Target tracking of an ECS service or an ASG: the two alarms that AWS makes for it, then copies in proportion.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
 */
export const targetTracking: MakeScaler = (scaling, timeScale) => {
  const period = periods(60, timeScale)
  const { target, cooldownOut, cooldownIn } = scaling
  let points: number[] = []
  let nextOut = 0
  let nextIn = 0
  const last = (count: number, holds: (point: number) => boolean) =>
    points.length >= count && points.slice(-count).every(holds)
  return {
    decide(nowMs, copies, cpuPercent) {
      const point = period(nowMs, cpuPercent)
      if (point === null || copies === 0) return copies
      points = [...points, point].slice(-POINTS_IN)
      const wanted = within(scaling, Math.ceil((copies * point) / target))
      if (wanted > copies && nowMs >= nextOut && last(POINTS_OUT, (it) => it > target)) {
        nextOut = nextIn = nowMs + (cooldownOut * 1000) / timeScale
        return wanted
      }
      if (wanted < copies && nowMs >= nextIn && last(POINTS_IN, (it) => it < 0.9 * target)) {
        nextIn = nowMs + (cooldownIn * 1000) / timeScale
        return wanted
      }
      return copies
    },
  }
}

/** Seconds between two decisions of the HPA's controller, its tolerance, and how fast it may grow in one of them. */
const SYNC_SECONDS = 15
const TOLERANCE = 0.1
const mostAfter = (copies: number): number => Math.max(2 * copies, copies + 4)

/**
 * Kubernetes' HorizontalPodAutoscaler: ceil(pods × value / target), the model's cooldowns as stabilization windows.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export const horizontalPodAutoscaler: MakeScaler = (scaling, timeScale) => {
  const sync = periods(SYNC_SECONDS, timeScale)
  let advice: { readonly at: number; readonly copies: number }[] = []
  return {
    decide(nowMs, copies, cpuPercent) {
      const value = sync(nowMs, cpuPercent)
      if (value === null || copies === 0) return copies
      const ratio = value / scaling.target
      const wanted = Math.abs(ratio - 1) <= TOLERANCE ? copies : Math.ceil(copies * ratio)
      advice.push({ at: nowMs, copies: wanted })
      const since = (seconds: number) =>
        advice.filter((it) => it.at > nowMs - (seconds * 1000) / timeScale).map((it) => it.copies)
      const up = Math.min(wanted, ...since(scaling.cooldownOut))
      const down = Math.max(wanted, ...since(scaling.cooldownIn))
      advice = advice.filter((it) => it.at > nowMs - (scaling.cooldownIn * 1000) / timeScale)
      return within(scaling, Math.min(mostAfter(copies), Math.max(copies, up), down))
    },
  }
}
