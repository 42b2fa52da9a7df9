import { isDiskError } from '../../disk-error.ts'
import { emulated } from '../../engines/emulated.ts'
import type { AwsRequest, AwsResponse, AwsService, Context, EmulatorEngine } from '../../types.ts'
import { provision } from '../provision/provision.ts'
import { AwsError } from '../wire/error.ts'
import { unpacked } from '../wire/gzip.ts'
import { admission } from './admission.ts'
import { backend } from './backend.ts'
import { type Call, callOf } from './call.ts'
import { callRecord } from './calls.ts'
import { asCbor, asJson } from './cbor.ts'
import { checked } from './checks/checks.ts'
import { errorResponse, unavailable } from './errors.ts'
import { apiFaults } from './faults.ts'
import { journal as openJournal } from './journal/journal.ts'
import { Refused } from './journal/refused.ts'
import { listener } from './listener.ts'
import { metricsOf } from './metrics.ts'
import { asker, emptied, emulatorHandler } from './ministack.ts'
import { givenBack, isPoll } from './missed.ts'
import { moveTasks } from './move-tasks/move-tasks.ts'
import { forgiven } from './receipts.ts'
import { asAccount } from './signature.ts'
import { type TableShape, throughput } from './throughput.ts'
import { Unreachable, upstream } from './upstream.ts'

/** Updates of so long a time are done again one by one at a playback, which takes longer than writing items. */
const TIDY_MS = 2_000

/**
 * The one AWS endpoint: services of ours by the signing name of a request, all else to MiniStack through the journal.
 * `start` resolves when the model's resources stand and everything acknowledged before is back.
 */
export async function awsGateway(
  ctx: Context,
  { ministack, services }: { readonly ministack: EmulatorEngine; readonly services: readonly AwsService[] },
) {
  const ours = new Map(services.map((service) => [service.signingName, service]))
  const refuse = admission(ctx.system, { ours, emulated: emulated(ctx.system) })
  const faults = apiFaults()
  const limits = throughput()
  const record = callRecord()
  const { send, close } = upstream(ministack)
  const ask = asker(ctx.system, send)
  const endpoint = () => `http://${ministack.endpoint().host}:${ministack.endpoint().port}`
  const journal = await openJournal(ctx, {
    send,
    ministack,
    isWhole: () => behind.isWhole(),
    diverged,
  })
  const moves = moveTasks({
    ...{ ask, moves: journal.moves, say: ctx.say },
    whenWhole: (work) => behind.run(work),
  })
  const metrics = metricsOf(ctx, { send, oldest: journal.oldest })
  const behind = backend(ministack, {
    answers: () =>
      emptied(send).then(
        () => true,
        () => false,
      ),
    restore: async () => {
      await provision(ctx, endpoint(), emulatorHandler(ministack.secret))
      const missing = await journal.restore()
      await learnLimits()
      return () => {
        moves.resume()
        if (missing.length > 0) ctx.say({ part: 'aws', what: 'could not bring back', detail: { missing } })
        ctx.say({ part: 'aws', what: 'is whole' })
      }
    },
    failed: (why) => ctx.say({ part: 'aws', what: 'is not put back yet, and tries again', detail: { why } }),
  })

  function diverged(why: Error) {
    if (behind.isWhole()) ctx.say({ part: 'aws', what: 'is put back', detail: { why: why.message } })
    behind.fence()
  }

  function serviceOf({ service, action }: Call): AwsService | undefined {
    const own = ours.get(service)
    return own?.besideMiniStack && !own.operations?.includes(action) ? undefined : own
  }

  /** After a start the tables tell what they were limited to before. */
  async function learnLimits() {
    const tables = Object.values(ctx.system.resources).flatMap((it) =>
      it.kind === 'dynamodb' ? [it.table] : [],
    )
    const learn = async (TableName: string) =>
      limits.learn((await ask<{ Table: TableShape }>('dynamodb', 'DescribeTable', { TableName })).Table)
    await Promise.all(tables.map(learn))
  }

  async function answer(call: Call): Promise<AwsResponse> {
    const own = serviceOf(call)
    if (own) return own.handle(call.request)
    const wrong = moves.isForbidden(call)
      ? { status: 400, code: 'InvalidAction', message: `There is no ${call.action}` }
      : checked(call)
    if (wrong) return errorResponse(call, wrong)
    const forward = ({ request }: Call) =>
      send(asAccount(request, ctx.system.account), isPoll(call) ? request.gone : undefined)
    return behind.run(async () =>
      moves.serves(call)
        ? moves.handle(call)
        : forgiven(call, await journal.handle(journal.current(call), forward)),
    )
  }

  async function handle(sent: AwsRequest): Promise<AwsResponse> {
    const asSent = callOf(sent)
    const refusal = refuse(asSent)
    if (refusal) return written(asSent, errorResponse(asSent, refusal))
    const request = await unpacked(sent).catch((error: AwsError) => error)
    const call = callOf(request instanceof AwsError ? { ...sent, body: Buffer.alloc(0) } : request)
    if (request instanceof AwsError) return errorResponse(call, request)
    if (call.protocol !== 'cbor') return handleCall(call)
    const json = readAsJson(call)
    return asCbor(
      call,
      await (json instanceof AwsError ? errorResponse(call, json) : handleCall(callOf(json))),
    )
  }

  async function handleCall(call: Call): Promise<AwsResponse> {
    const began = performance.now()
    try {
      record.note(call)
      const response = faults.hit(call) ?? limits.refusal(call) ?? (await answer(call))
      limits.observe(call, response)
      observe(call, response, performance.now() - began)
      return response
    } catch (error) {
      return failed(ctx, call, error as Error)
    }
  }

  /** A call that was carried out is answered, whatever becomes of its metrics. */
  function observe(call: Call, response: AwsResponse, ms: number) {
    try {
      metrics.observe(call, response, ms)
    } catch (error) {
      const { service, action } = call
      ctx.say({
        part: 'aws',
        what: 'call not measured',
        detail: { service, action, why: (error as Error).message },
      })
    }
  }

  async function tidy() {
    if (!behind.isWhole()) return
    await behind
      .run(journal.tidy)
      .catch((error: Error) =>
        ctx.say({ part: 'aws', what: 'journal not tidied', detail: { why: error.message } }),
      )
  }
  let tidying: NodeJS.Timeout | undefined

  async function missed(request: AwsRequest, response: AwsResponse) {
    const back = givenBack(request, response)
    if (back) await handle(back)
  }

  const front = listener(handle, (request, response) => void missed(request, response))
  let port = ctx.ports.aws
  return {
    async start(): Promise<void> {
      await behind.start()
      port = await front.start(ctx.ports.aws)
      metrics.start()
      tidying = setInterval(() => void tidy(), TIDY_MS)
    },
    async stop(): Promise<void> {
      clearInterval(tidying)
      moves.stop()
      metrics.stop()
      await front.stop()
      await tidy()
      behind.stop()
      await journal.close()
      close()
    },
    /** Adds a service of ours, or replaces one. */
    register: (service: AwsService) => void ours.set(service.signingName, service),
    /** Services of ours; every other one is MiniStack's. */
    services: (): readonly AwsService[] => [...ours.values()],
    /** Port that it listens on; another than the context's only where that is 0. */
    port: () => port,
    faults,
    /** Who called what on what since the start, each once. */
    calls: record.all,
  }
}
export type AwsGateway = Awaited<ReturnType<typeof awsGateway>>

function readAsJson(call: Call): AwsRequest | AwsError {
  try {
    return asJson(call)
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
}

/** An answer of the JSON protocol as the call's own has it. */
const written = (call: Call, response: AwsResponse) =>
  call.protocol === 'cbor' ? asCbor(call, response) : response

function failed(ctx: Context, call: Call, error: Error): AwsResponse {
  if (error instanceof AwsError) return errorResponse(call, error)
  if (error instanceof Unreachable || error instanceof Refused) return unavailable(call, error.message)
  if (isDiskError(error))
    return unavailable(
      call,
      `the disk takes no more: ${error.message}. Free disk space, then repeat the call.`,
    )
  ctx.say({
    part: 'aws',
    what: 'call failed',
    detail: { service: call.service, action: call.action, why: error.message },
  })
  return errorResponse(call, { status: 500, code: 'InternalFailure', message: error.message })
}
