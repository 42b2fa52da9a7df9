import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** An error that a client may see, as RFC 9457 problem details. */
export class HttpError extends Error {
  readonly status: number
  readonly title: string
  readonly extra: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  /** `detail` says what, where and how to mend it; `extra` are further members of the problem. */
  constructor(
    status: number,
    title: string,
    detail: string,
    extra: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(detail)
    this.status = status
    this.title = title
    this.extra = extra
    this.headers = headers
  }
}

const titles = { 429: 'Too Many Requests', 503: 'Service Unavailable' } as const

/** An error that passes: the client is told after how many seconds to come again. */
export const comeAgain = (status: keyof typeof titles, detail: string, seconds: number): HttpError =>
  new HttpError(
    status,
    titles[status],
    detail,
    {},
    { 'retry-after': String(Math.max(1, Math.ceil(seconds))) },
  )

interface Failure {
  readonly statusCode?: number
  readonly message: string
  readonly validation?: readonly {
    readonly instancePath: string
    readonly message?: string
    readonly params?: Readonly<Record<string, unknown>>
  }[]
  readonly validationContext?: string
}

/** RFC 9457 problem details, as they stand in a body of `application/problem+json`. */
export const problem = (status: number, title: string, detail: string, extra: object = {}) => ({
  type: 'about:blank',
  title,
  status,
  detail,
  ...extra,
})

/** What ajv's message leaves out: which property is too many, which values are allowed. */
function hintOf(params: Readonly<Record<string, unknown>> = {}): string {
  if (typeof params.additionalProperty === 'string') return `'${params.additionalProperty}'`
  return Array.isArray(params.allowedValues) ? params.allowedValues.join(', ') : ''
}

function toProblem(error: Failure | HttpError) {
  if (error instanceof HttpError) return problem(error.status, error.title, error.message, error.extra)
  if (error.validation) {
    const where = error.validationContext ?? 'request'
    const errors = error.validation.map((v) => ({
      in: where,
      at: v.instancePath || '/',
      message: [v.message ?? 'is invalid', hintOf(v.params)].filter(Boolean).join(': '),
    }))
    const detail = errors.map((e) => `${where}${e.at}: ${e.message}`).join('; ')
    return problem(400, 'Bad Request', detail, { errors })
  }
  const status = error.statusCode ?? 500
  if (status === 503) return problem(503, titles[503], 'too much is asked of this copy now; try again')
  if (status === 415)
    return problem(415, STATUS_CODES[415]!, "send JSON, with 'content-type: application/json'")
  if (status === 413) return problem(413, STATUS_CODES[413]!, 'the body is too large: send less at once')
  if (status === 414) return problem(414, STATUS_CODES[414]!, 'a part of the path is too long: no id is')
  if (status >= 500)
    return problem(status, 'Internal Server Error', 'the request failed; the log has the cause')
  return problem(status, STATUS_CODES[status] ?? 'Bad Request', error.message)
}

/** Answers with a problem document. */
export const sendProblem = (reply: FastifyReply, body: ReturnType<typeof problem>) =>
  reply.code(body.status).type('application/problem+json').send(JSON.stringify(body))

/** Answers what the router cannot read, such as a path with a `%` that starts no escape. */
export const refusePath = (error: Failure, _request: unknown, reply: FastifyReply): void =>
  void sendProblem(reply, toProblem(error))

/** Answers bytes that are no HTTP request, and ends the connection. */
export function refuseBytes(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswered(socket)) return void socket.destroy()
  const body = problemOfBytes(error.code)
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${body.status} ${body.title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`)
}

function problemOfBytes(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW')
    return problem(431, STATUS_CODES[431]!, 'the headers are too large: send fewer or shorter ones')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problem(408, STATUS_CODES[408]!, 'the request took too long to arrive: send it without pauses')
  return problem(400, STATUS_CODES[400]!, 'this is no HTTP/1.1 request')
}

/** Whether an answer has begun on a connection, which another one would garble; Node asks itself the same way. */
const isAnswered = (socket: Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null }) =>
  socket._httpMessage?.headersSent === true

/** Makes every error of the app a problem document and hides the text of 5xx. */
export function problems(app: FastifyInstance): void {
  app.setErrorHandler<Failure>((error, request, reply) => {
    const body = toProblem(error)
    if (body.status === 503) request.log.warn({ err: error.message }, 'request refused for now')
    else if (body.status >= 500) request.log.error({ err: error }, 'request failed')
    if (error instanceof HttpError) reply.headers(error.headers)
    // closing with unread bytes resets the connection, and the answer with it: what still comes is read and dropped
    if (!request.raw.complete) reply.removeHeader('connection')
    return sendProblem(reply, body)
  })
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, problem(404, 'Not Found', `no route ${request.method} ${request.url.split('?')[0]}`)),
  )
}
