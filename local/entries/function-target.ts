import { setTimeout as sleep } from 'node:timers/promises'
import type { ALBEvent, ALBResult } from 'aws-lambda'
import type { FastifyRequest } from 'fastify'
import type { Outcome } from '../runtimes/lambda/types.ts'

/** A function that a balancer's target group leads to. */
export interface FunctionTarget {
  /** The target group's name, and its ARN. */
  readonly name: string
  readonly arn: string
  readonly invoke: (payload: string) => Promise<Outcome>
}

/** What the client gets: the function's answer, or a status of the balancer's own. */
export type FunctionAnswer = Answer | { readonly failed: 413 | 502 | 504 }
interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The most that a request or an answer may have. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
const MOST_BYTES = 1024 * 1024
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)\b)/

/** Invokes a function with a request, as ELB does: no second attempt, and 502 for any answer that is none. */
export async function askFunction(
  { arn, invoke }: FunctionTarget,
  request: FastifyRequest,
  headers: Readonly<Record<string, string | undefined>>,
  withinSeconds: number,
): Promise<FunctionAnswer> {
  const body = await bodyOf(request)
  if (!body) return { failed: 413 }
  const event = JSON.stringify(eventOf(arn, request, headers, body))
  const late = new AbortController()
  try {
    return await Promise.race([
      invoke(event)
        .then(answerOf)
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
  arn: string,
  { method, originalUrl }: FastifyRequest,
  headers: Readonly<Record<string, string | undefined>>,
  body: Buffer,
): ALBEvent {
  const [path, query = ''] = originalUrl.split(/\?(.*)/s)
  const isText = TEXT.test(headers['content-type'] ?? '') && !headers['content-encoding']
  return {
    requestContext: { elb: { targetGroupArn: arn } },
    httpMethod: method,
    path: path!,
    // as they were sent: ELB decodes none of them
    queryStringParameters: Object.fromEntries(query.split('&').filter(Boolean).map(parameterOf)),
    headers: { ...headers },
    body: body.toString(isText || body.length === 0 ? 'utf8' : 'base64'),
    isBase64Encoded: !isText && body.length > 0,
  }
}

function parameterOf(text: string): readonly [string, string] {
  const [name, value = ''] = text.split(/=(.*)/s)
  return [name!, value]
}

function answerOf({ payload, failed }: Outcome): FunctionAnswer {
  const it = failed ? null : (JSON.parse(payload) as Partial<ALBResult> | null)
  const { statusCode, headers = {}, body = '', isBase64Encoded } = it ?? {}
  const isStatus = Number.isInteger(statusCode) && statusCode! >= 200 && statusCode! <= 599
  if (!isStatus || typeof body !== 'string') return { failed: 502 }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > MOST_BYTES) return { failed: 502 }
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)])
  return { status: statusCode!, headers: Object.fromEntries(given), body: bytes }
}
