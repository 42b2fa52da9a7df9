import type { System } from './kinds.ts'

/** For a workload that no journey leads to. */
const DEFAULT_MS = 500

/** Milliseconds in which a workload is to answer: the strictest p95 of the journeys that load balancers lead to it. */
export function answerMs(
  { journeys, entries }: Pick<System, 'journeys' | 'entries'>,
  workload: string,
): number {
  const prefixes = Object.values(entries).flatMap((it) =>
    it.kind === 'alb' ? it.routes.filter(({ to }) => to === workload).map(({ prefix }) => prefix) : [],
  )
  const leads = (path: string) => prefixes.some((it) => path === it || path.startsWith(`${it}/`))
  const promised = Object.values(journeys)
    .filter(({ steps }) => steps.some(({ path }) => leads(path)))
    .map(({ slo }) => slo.p95Ms)
  return promised.length > 0 ? Math.min(...promised) : DEFAULT_MS
}
