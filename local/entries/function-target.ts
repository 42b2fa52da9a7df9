import { validateHeaderName, validateHeaderValue } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ALBEvent, ALBResult } from 'aws-lambda'
import type { FastifyRequest } from 'fastify'
import type { Outcome } from '../runtimes/lambda/types.ts'

/** A function that a balancer's target group leads to. */
export interface FunctionTarget {
  /** The target group's name, and its ARN. */
  readonly name: string
  readonly arn: string
  /** Whether headers and query come and go as lists. */
  readonly multiValueHeaders: boolean
  readonly invoke: (payload: string) => Promise<Outcome>
}

/** What the client gets: the function's answer, or a status of the balancer's own. */
export type FunctionAnswer = Answer | { readonly failed: 413 | 502 | 504 }
interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
}
/** Headers of a request; one that was sent several times has several values. */
type Sent = Readonly<Record<string, string | readonly string[] | undefined>>

/** The most that a request or an answer may have. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
const MOST_BYTES = 1024 * 1024
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)\b)/

/** Invokes a function with a request, as ELB does: no second attempt, and 502 for any answer that is none. */
export async function askFunction(
  target: FunctionTarget,
  request: FastifyRequest,
  headers: Sent,
  withinSeconds: number,
): Promise<FunctionAnswer> {
  const body = await bodyOf(request)
  if (!body) return { failed: 413 }
  const event = JSON.stringify(eventOf(target, request, headers, body))
  const late = new AbortController()
  try {
    return await Promise.race([
      target
        .invoke(event)
        .then((outcome) => answerOf(outcome, target))
        .catch(() => ({ failed: 502 as const })),
      sleep(withinSeconds * 1000, { failed: 504 as const }, { signal: late.signal }),
    ])
  } finally {
    late.abort()
  }
}

/** Null where it is too long; the rest of it is read, so that the client sees the answer. */
async function bodyOf({ raw }: FastifyRequest): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
  }
  return size <= MOST_BYTES ? Buffer.concat(chunks) : null
}

function eventOf(
  { arn, multiValueHeaders }: FunctionTarget,
  { method, originalUrl }: FastifyRequest,
  headers: Sent,
  body: Buffer,
): ALBEvent {
  const [path, query = ''] = originalUrl.split(/\?(.*)/s)
  const isText = TEXT.test(String(headers['content-type'] ?? '')) && !headers['content-encoding']
  // as they were sent: ELB decodes none of them
  const parameters = listsOf(query.split('&').filter(Boolean).map(parameterOf))
  const values = listsOf(
    Object.entries(headers).flatMap(([name, it]) => [it ?? []].flat().map((value) => [name, value])),
  )
  return {
    requestContext: { elb: { targetGroupArn: arn } },
    httpMethod: method,
    path: path!,
    ...(multiValueHeaders
      ? { multiValueQueryStringParameters: parameters, multiValueHeaders: values }
      : { queryStringParameters: lastOf(parameters), headers: lastOf(values) }),
    body: body.toString(isText || body.length === 0 ? 'utf8' : 'base64'),
    isBase64Encoded: !isText && body.length > 0,
  }
}

type Lists = Record<string, string[]>

/** All values of each name. */
function listsOf(pairs: readonly (readonly string[])[]): Lists {
  const lists = new Map<string, string[]>()
  for (const [name, value] of pairs) lists.set(name!, [...(lists.get(name!) ?? []), value!])
  return Object.fromEntries(lists)
}

/** What ELB takes of a name that comes more than once, where it has no lists. */
const lastOf = (lists: Lists): Record<string, string> =>
  Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1)!]))

function parameterOf(text: string): readonly [string, string] {
  const [name, value = ''] = text.split(/=(.*)/s)
  return [name!, value]
}

function answerOf({ payload, failed }: Outcome, { multiValueHeaders }: FunctionTarget): FunctionAnswer {
  const it = failed ? null : (JSON.parse(payload) as Partial<ALBResult> | null)
  const { statusCode, body = '', isBase64Encoded } = it ?? {}
  const isStatus = Number.isInteger(statusCode) && statusCode! >= 200 && statusCode! <= 599
  if (!isStatus || typeof body !== 'string') return { failed: 502 }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > MOST_BYTES) return { failed: 502 }
  // of the two fields, ELB reads the one that its setting names
  const headers = headersOf((multiValueHeaders ? it?.multiValueHeaders : it?.headers) ?? {})
  return { status: statusCode!, headers, body: bytes }
}

/** @throws what Node says of a header that HTTP does not allow */
function headersOf(given: NonNullable<ALBResult['headers'] | ALBResult['multiValueHeaders']>) {
  const headers = Object.entries(given).map(([name, value]): [string, string | string[]] => [
    name.toLowerCase(),
    Array.isArray(value) ? value.map(String) : String(value),
  ])
  for (const [name, values] of headers) {
    validateHeaderName(name)
    for (const value of [values].flat()) validateHeaderValue(name, value)
  }
  return Object.fromEntries(headers)
}
