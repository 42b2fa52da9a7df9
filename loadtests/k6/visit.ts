import { sleep } from 'k6'
import exec from 'k6/execution'
import http, { type RefinedResponse, type ResponseType } from 'k6/http'
import type { Step } from '../../model/kinds.ts'
import { toLine } from '../record.ts'
import { mix, randomOf } from './random.ts'
import { addressOf, filled, stepsOf, VISIT, type Visited, type Visitor, visitorFindings } from './visitor.ts'

/** After this long a visitor gives up waiting. */
const PATIENCE = '10s'

type Answer = RefinedResponse<ResponseType | undefined>

/**
 * One visit of a load: walks the journey that the k6 scenario is named after, one line of record per request. A step
 * that fails ends the visit, as it does for people. Throws, before anybody visits, where visitors lack what steps ask of them.
 */
export function visitOf(
  system: Visited,
  loadId: string,
  draw: (random: () => number) => Visitor,
  seed: number,
): () => void {
  const load = system.loads[loadId]!
  const lacking = visitorFindings(system, load, draw(randomOf(seed)))
  if (lacking.length > 0) throw new Error(lacking.join('\n'))
  return () => {
    const { name, iterationInTest } = exec.scenario
    const place = Object.keys(system.journeys).indexOf(name)
    const visitor = draw(randomOf(mix(seed, place, iterationInTest)))
    visitor.values[VISIT] = `${__ENV.RUN}-${name}-${iterationInTest}`
    walk(name, stepsOf(system, load, name), visitor)
  }
}

function walk(journey: string, steps: readonly Step[], visitor: Visitor) {
  for (const step of steps) {
    if (step.thinkSeconds) sleep(step.thinkSeconds)
    const sentAt = Date.now()
    const answer = request(step, visitor)
    // by the wall: k6's own timings leave out the connecting, and all of a request that timed out
    const ms = Date.now() - sentAt
    const ok = answer.status === step.expect && remembered(step, answer, visitor)
    const accepted = ok && step.accepts ? { subject: step.accepts, id: visitor.values[step.accepts]! } : null
    console.log(toLine({ sentAt, journey, step: step.name, status: answer.status, ms, ok, accepted }))
    if (!ok) return
  }
}

/** Keeps what the step wants of its answer; false where the answer lacks it, or was cut off. */
function remembered({ remember = {} }: Step, answer: Answer, { values }: Visitor): boolean {
  return Object.entries(remember).every(([name, path]) => {
    const value = valueAt(answer, path)
    if (value === '') return false
    values[name] = value
    return true
  })
}

function valueAt(answer: Answer, path: string): string {
  try {
    const value = answer.json(path)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  } catch {
    return ''
  }
}

const isRedirect = (status: number) => status >= 300 && status < 400

function request(step: Step, visitor: Visitor): Answer {
  const made = step.body === undefined ? null : visitor.bodies[step.body]!()
  const asItIs = made === null || typeof made === 'string' || made instanceof ArrayBuffer
  const headers = Object.entries(step.headers ?? {}).map(([name, value]) => [name, filled(value, visitor)])
  return http.request(
    step.method,
    addressOf(step, visitor, __ENV.BASE_URL!),
    asItIs ? made : JSON.stringify(made),
    {
      headers: { ...(asItIs ? {} : { 'Content-Type': 'application/json' }), ...Object.fromEntries(headers) },
      timeout: PATIENCE,
      // k6 itself holds every 4xx to be a failure, and follows redirects
      responseCallback: http.expectedStatuses(step.expect),
      ...(isRedirect(step.expect) ? { redirects: 0 } : {}),
      // the path's pattern, not each subject's own address, names the request
      tags: { name: step.path },
    },
  )
}
