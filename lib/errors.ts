import { STATUS_CODES } from 'node:http'
import type { FastifyInstance } from 'fastify'

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

const problem = (status: number, title: string, detail: string, extra: object = {}) => ({
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
  if (status >= 500)
    return problem(status, 'Internal Server Error', 'the request failed; the log has the cause')
  return problem(status, STATUS_CODES[status] ?? 'Bad Request', error.message)
}

/** Makes every error of the app a problem document and hides the text of 5xx. */
export function problems(app: FastifyInstance): void {
  app.setErrorHandler<Failure>((error, request, reply) => {
    const body = toProblem(error)
    if (body.status === 503) request.log.warn({ err: error.message }, 'request refused for now')
    else if (body.status >= 500) request.log.error({ err: error }, 'request failed')
    if (error instanceof HttpError) reply.headers(error.headers)
    return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body))
  })
  app.setNotFoundHandler((request, reply) => {
    const body = problem(404, 'Not Found', `no route ${request.method} ${request.url.split('?')[0]}`)
    return reply.code(404).type('application/problem+json').send(JSON.stringify(body))
  })
}
