import { localAuthorization } from '../../../lib/local-authorization.ts'
import { tableOf } from '../../../lib/own.ts'
import type { CallerAt } from './query-call.ts'

/** An API of the AWS JSON protocol, as a caller sees it. */
export interface JsonService {
  readonly signingName: string
  /** What stands before the operation in `x-amz-target`. */
  readonly target: string
}

/** The services that documents call and whose client of AWS is no dependency of ours, by boto3's names. */
export const JSON_SERVICES = tableOf<JsonService>({
  memorydb: { signingName: 'memorydb', target: 'AmazonMemoryDB' },
})

/** Calls an operation by the JSON protocol and gives its answer; rejects with AWS's error. */
export async function jsonCall(
  { signingName, target }: JsonService,
  operation: string,
  input: object,
  caller: CallerAt,
): Promise<unknown> {
  const answer = await fetch(caller.endpoint, {
    method: 'POST',
    headers: {
      authorization: localAuthorization(caller, signingName),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${target}.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const output = (await answer.json()) as { readonly __type?: string; readonly message?: string }
  if (answer.ok) return output
  throw new Error(`${output.__type?.split('#').at(-1) ?? answer.status}: ${output.message ?? ''}`)
}
