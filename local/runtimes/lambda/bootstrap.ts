/** Runs inside an execution environment: loads the handler and serves invocations from the Runtime API, one at a time. */
import { Agent, type IncomingMessage, request } from 'node:http'
import { pathToFileURL } from 'node:url'

const BASE = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`
const agent = new Agent({ keepAlive: true })
type Handler = (event: unknown, context: object) => unknown

interface Answer {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

// fetch gives up on a long poll after five minutes, and `next` has no limit
function call(method: 'GET' | 'POST', path: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${BASE}${path}`, { method, agent }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() })
    })
    sent.on('error', reject)
    if (body !== undefined) sent.setHeader('content-type', 'application/json')
    sent.end(body)
  })
}

function errorDocument(thrown: unknown): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const trace = error.stack?.split('\n') ?? []
  return JSON.stringify({ errorType: error.name, errorMessage: error.message, trace })
}

async function load(): Promise<Handler> {
  const module = (await import(pathToFileURL(process.env.CAFE_LAMBDA_BUNDLE!).href)) as { handler?: Handler }
  if (typeof module.handler !== 'function') throw new Error('the bundle exports no function named handler')
  return module.handler
}

function contextOf({ headers }: Answer): object {
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  }
}

async function serveNext(handler: Handler): Promise<void> {
  const next = await call('GET', '/invocation/next')
  const id = String(next.headers['lambda-runtime-aws-request-id'])
  process.env._X_AMZN_TRACE_ID = String(next.headers['lambda-runtime-trace-id'] ?? '')
  console.log(`START RequestId: ${id} Version: ${process.env.AWS_LAMBDA_FUNCTION_VERSION}`)
  const [path, body] = await answerOf(handler, next)
  console.log(`END RequestId: ${id}`)
  await call('POST', `/invocation/${id}/${path}`, body)
}

async function answerOf(handler: Handler, next: Answer): Promise<readonly ['response' | 'error', string]> {
  try {
    const result = await handler(JSON.parse(next.body), contextOf(next))
    return ['response', JSON.stringify(result ?? null)]
  } catch (error) {
    const document = errorDocument(error)
    console.log(`ERROR Invoke Error ${document}`)
    return ['error', document]
  }
}

const handler = await load().catch(async (error: unknown) => {
  console.log(`ERROR Init Error ${errorDocument(error)}`)
  await call('POST', '/init/error', errorDocument(error))
  process.exit(1)
})
// the platform behind the Runtime API is gone when a call fails; so is the reason to run
for (;;) await serveNext(handler).catch(() => process.exit(1))
