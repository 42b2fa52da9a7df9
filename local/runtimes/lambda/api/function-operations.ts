import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Type } from 'typebox'
import { platform } from '../../../../model/platform.ts'
import { pageOf } from '../../../aws/wire/page.ts'
import { type Operation, operation } from '../../../aws/wire/service.ts'
import { LEAST_UNRESERVED } from '../concurrency.ts'
import type { ApiContext } from './api-context.ts'
import { configurations } from './configurations.ts'
import { checkChange, invalid } from './errors.ts'

// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
const MOST_DESCRIPTION = 256
const MOST_ITEMS = 50
const FunctionName = Type.String({ minLength: 1 })
/** There is one version of each function. */
export const OfFunction = { FunctionName, Qualifier: Type.Optional(Type.Literal('$LATEST')) }
export const paging = {
  Marker: Type.Optional(Type.String()),
  MaxItems: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
}

/** A page of a list as Lambda gives it: 50 entries, whatever more is asked for. */
export const paged = <T>(all: readonly T[], { Marker, MaxItems = MOST_ITEMS }: Paging) =>
  pageOf(all, { token: Marker, size: Math.min(MaxItems, MOST_ITEMS) }, invalid)
interface Paging {
  readonly Marker?: string
  readonly MaxItems?: number
}

/** GetFunction, ListFunctions, Get- and UpdateFunctionConfiguration and the three of reserved concurrency. */
export function functionOperations(context: ApiContext): Record<string, Operation> {
  const { ctx, runtime, specs, find, startedAt } = context
  const configuration = configurations(startedAt)
  const update = operation(
    { FunctionName, Description: Type.String({ maxLength: MOST_DESCRIPTION }) },
    async ({ FunctionName: name, Description }) => {
      const spec = find(name)
      const updated = configuration.update(spec, Description)
      // as on AWS, environments of the configuration before take no more invocations
      await runtime.recycle(spec.id)
      return updated
    },
  )
  return {
    ListFunctions: operation(paging, (page) => {
      const { items, next } = paged([...specs.values()], page)
      return { Functions: items.map(configuration.of), NextMarker: next }
    }),
    GetFunction: operation(OfFunction, ({ FunctionName: name }) => {
      const spec = find(name)
      const Location = pathToFileURL(join(ctx.root, spec.fn.source)).href
      const Code = { RepositoryType: 'file', Location }
      const Concurrency = reservedOf(context, spec.id)
      return { Configuration: configuration.of(spec), Code, Tags: spec.fn.tags, Concurrency }
    }),
    GetFunctionConfiguration: operation(OfFunction, (input) => configuration.of(find(input.FunctionName))),
    async UpdateFunctionConfiguration(raw, problems) {
      checkChange(raw, 'FunctionName', 'Description')
      return update(raw, problems)
    },
    ...concurrencyOperations(context),
  }
}

function concurrencyOperations(context: ApiContext): Record<string, Operation> {
  const { concurrency } = context.runtime
  return {
    GetFunctionConcurrency: operation({ FunctionName }, (input) =>
      reservedOf(context, context.find(input.FunctionName).id),
    ),
    PutFunctionConcurrency: operation(
      { FunctionName, ReservedConcurrentExecutions: Type.Integer({ minimum: 0 }) },
      ({ FunctionName: name, ReservedConcurrentExecutions: wanted }) => {
        const { id } = context.find(name)
        if (concurrency.unreserved(id) - wanted < LEAST_UNRESERVED)
          throw invalid(
            `ReservedConcurrentExecutions of ${wanted} leaves less than ${LEAST_UNRESERVED} of the account's ${platform.lambdaAccountConcurrency} unreserved`,
          )
        concurrency.reserve(id, wanted)
        return reservedOf(context, id)
      },
    ),
    DeleteFunctionConcurrency: operation({ FunctionName }, (input) => {
      concurrency.reserve(context.find(input.FunctionName).id, null)
      return {}
    }),
  }
}

function reservedOf({ runtime }: ApiContext, id: string) {
  const reserved = runtime.concurrency.reserved(id)
  return reserved === null ? {} : { ReservedConcurrentExecutions: reserved }
}
