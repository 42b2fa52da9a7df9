import { sleep } from 'k6'
import exec from 'k6/execution'
import http, { type RefinedResponse, type ResponseType } from 'k6/http'
import type { Step, System } from '../../model/kinds.ts'
import { toLine } from '../record.ts'
import { mix, randomOf } from './random.ts'

/** What a visitor brings: values for `{name}` in paths, and bodies by their name in the model. */
export interface Visitor {
  readonly values: Record<string, string>
  readonly bodyOf: (name: NonNullable<Step['body']>) => object
}

/** After this long a visitor gives up waiting. */
const PATIENCE = '10s'

/**
 * One visit: walks the journey that the k6 scenario is named after (only `steps` of it, where they are given), one
 * line of record per request. A step that fails ends the visit, as it does for people.
 */
export function visitOf(
  system: System,
  draw: (random: () => number) => Visitor,
  seed: number,
  steps?: readonly string[],
): () => void {
  return () => {
    const { name, iterationInTest } = exec.scenario
    const journey = system.journeys[name]!
    const place = Object.keys(system.journeys).indexOf(name)
    const visitor = draw(randomOf(mix(seed, place, iterationInTest)))
    const wanted = journey.steps.filter((step) => steps?.includes(step.name) ?? true)
    walk(name, wanted, visitor, `${__ENV.RUN}-${name}-${iterationInTest}`)
  }
}

function walk(id: string, steps: readonly Step[], visitor: Visitor, visit: string) {
  for (const step of steps) {
    if (step.thinkSeconds) sleep(step.thinkSeconds)
    const sentAt = Date.now()
    const answer = request(step, visitor, visit)
    const order = answer.status === step.expect && step.body === 'order' ? orderOf(answer) : ''
    const ok = answer.status === step.expect && (step.body !== 'order' || order !== '')
    if (order) visitor.values.order = order
    // by the wall: k6's own timings leave out the connecting, and all of a request that timed out
    const ms = Date.now() - sentAt
    console.log(toLine({ sentAt, journey: id, step: step.name, status: answer.status, ms, ok, order }))
    if (!ok) return
  }
}

/** Id of the order that an answer accepts; empty where the answer names none, or was cut off. */
function orderOf(answer: RefinedResponse<ResponseType | undefined>): string {
  try {
    const id = answer.json('order_id')
    return typeof id === 'string' ? id : ''
  } catch {
    return ''
  }
}

function request(step: Step, visitor: Visitor, visit: string): RefinedResponse<ResponseType | undefined> {
  const path = step.path.replace(/\{(\w+)\}/g, (_, name: string) => visitor.values[name] ?? '')
  const body = step.body ? JSON.stringify(visitor.bodyOf(step.body)) : null
  const headers = body ? { 'Content-Type': 'application/json', 'Idempotency-Key': visit } : {}
  return http.request(step.method, `${__ENV.BASE_URL}${path}`, body, {
    headers,
    timeout: PATIENCE,
    // the path's pattern, not each order's own address, names the request
    tags: { name: step.path },
  })
}
