import { randomUUID } from 'node:crypto'
import { type Static, type TObject, type TProperties, Type } from 'typebox'
import type { AwsService } from '../../types.ts'
import { cborProtocol } from './cbor.ts'
import { AwsError, type Problems } from './error.ts'
import { checkInput } from './input.ts'
import { jsonProtocol } from './json.ts'
import { type ClientPackage, modelOf, type ServiceModel } from './model.ts'
import type { Output, Protocol } from './protocol.ts'
import { ec2Protocol, queryProtocol } from './query.ts'
import { restJsonProtocol } from './rest-json.ts'

/** An operation of an API, from its parameters as they came. */
export type Operation = (raw: unknown, problems: Problems) => Promise<Output>

/** An operation that takes these parameters and no others. */
export function operation<P extends TProperties>(
  parameters: P,
  run: (input: Static<TObject<P>>) => Output | Promise<Output>,
): Operation {
  const schema = Type.Object(parameters, { additionalProperties: false })
  return async (raw, problems) => run(checkInput(schema, raw, problems) as Static<TObject<P>>)
}

/** An API of ours, in the protocol of its client. */
export interface Api {
  readonly signingName: string
  /** Loads the package of its client, whose schemas say how it is read and written; called once, at the first request. */
  readonly client: () => Promise<ClientPackage>
  readonly problems: Problems
  readonly operations: Readonly<Record<string, Operation>>
}

/** The service of an API behind the AWS endpoint; an operation that it does not have is refused by naming those it has. */
export function awsService({ signingName, client, problems, operations }: Api): AwsService {
  const served = Object.keys(operations)
  let loading: Promise<{ model: ServiceModel; protocols: readonly Protocol[] }> | undefined
  async function loaded() {
    const model = modelOf(await client())
    return { model, protocols: protocolsOf(model, served) }
  }
  return {
    signingName,
    operations: served,
    async handle(request) {
      loading ??= loaded()
      const { model, protocols } = await loading
      const requestId = randomUUID()
      const protocol = protocols.find((it) => it.operation(request) !== null) ?? protocols[0]!
      try {
        const name = protocol.operation(request) ?? `${request.method} ${request.url.split('?')[0]}`
        if (!Object.hasOwn(operations, name)) throw unknown(name, protocol, served)
        const schemas = model.operation(name)!
        const output = await operations[name]!(protocol.read(schemas, request), problems)
        return protocol.write(schemas, output, output.$metadata?.requestId ?? requestId)
      } catch (error) {
        if (error instanceof AwsError) return protocol.writeError(completed(error, model), requestId)
        throw error
      }
    },
  }
}

/** The error with the code and the status that its shape has. */
function completed({ shape, message, members, code, status }: AwsError, model: ServiceModel): AwsError {
  const traits = model.error(shape).getMergedTraits() as ErrorTraits
  const [named = code] = traits.awsQueryError ?? []
  return new AwsError(shape, message, { members, code: named, status: traits.httpError ?? status })
}
interface ErrorTraits {
  readonly awsQueryError?: readonly [code: string, status: number]
  readonly httpError?: number
}

/** A service that had a query protocol before its JSON one is asked by both, and by CBOR. */
function protocolsOf(model: ServiceModel, served: readonly string[]): readonly Protocol[] {
  if (model.awsQueryCompatible) return [queryProtocol(model), jsonProtocol(model), cborProtocol(model)]
  switch (model.protocol) {
    case 'aws.protocols#awsQuery':
      return [queryProtocol(model)]
    case 'aws.protocols#ec2Query':
      return [ec2Protocol(model)]
    case 'aws.protocols#restJson1':
      return [restJsonProtocol(model, served)]
    default:
      return [jsonProtocol(model)]
  }
}

function unknown(name: string, { unknown: { code, ...status } }: Protocol, served: readonly string[]) {
  const message = `The action '${name}' is not valid for this web service: served here are ${served.join(', ')}`
  return new AwsError(code, message, status)
}
