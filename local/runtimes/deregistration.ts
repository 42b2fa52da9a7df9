import { scaled } from '../../model/names.ts'
import type { Context } from '../types.ts'

/** Milliseconds that a copy which leaves may take to finish its requests: its target group's; 0 without one. */
export function deregistrationMs(
  { system, timeScale }: Pick<Context, 'system' | 'timeScale'>,
  workload: string,
) {
  const delays = Object.values(system.entries).map((entry) => {
    const leads =
      (entry.kind === 'alb' && entry.routes.some((route) => route.to === workload)) ||
      (entry.kind === 'nlb' && entry.to === workload)
    return leads ? entry.deregistrationSeconds : 0
  })
  return scaled(Math.max(0, ...delays), timeScale) * 1000
}
