import { randomUUID } from 'node:crypto'
import { type Static, type TObject, type TProperties, Type } from 'typebox'
import type { AwsService } from '../../types.ts'
import { AwsError, type Problems } from './error.ts'
import { checkInput } from './input.ts'
import type { Output, Protocol } from './protocol.ts'

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

/** An API of ours in one protocol. */
export interface Api {
  readonly signingName: string
  readonly protocol: Protocol
  readonly problems: Problems
  readonly operations: Readonly<Record<string, Operation>>
}

/** The service of an API behind the AWS endpoint; an operation that it does not have is refused by naming those it has. */
export function awsService({ signingName, protocol, problems, operations }: Api): AwsService {
  const served = Object.keys(operations)
  function operationOf(name: string): Operation {
    const found = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (found) return found
    const message = `The action '${name}' is not valid for this web service: served here are ${served.join(', ')}`
    const { code, ...status } = protocol.unknown
    throw new AwsError(code, message, status)
  }
  return {
    signingName,
    operations: served,
    async handle(request) {
      const requestId = randomUUID()
      try {
        const name = protocol.operation(request) ?? `${request.method} ${request.url.split('?')[0]}`
        const output = await operationOf(name)(protocol.read(request), problems)
        return protocol.write(name, output, requestId)
      } catch (error) {
        if (error instanceof AwsError) return protocol.writeError(error, requestId)
        throw error
      }
    },
  }
}
