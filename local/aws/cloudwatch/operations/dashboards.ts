import { errors } from '../wire/errors.ts'
import type { Input, Output } from './inputs.ts'
import { page } from './paging.ts'

const PER_PAGE = 1000

/** Dashboards that were put, by name; a body must be JSON with a list of widgets. */
export class Dashboards {
  readonly #bodies = new Map<string, { readonly body: string; readonly at: number }>()
  readonly #arnOf: (name: string) => string

  constructor(arnOf: (name: string) => string) {
    this.#arnOf = arnOf
  }

  put({ DashboardName, DashboardBody }: Input<'PutDashboard'>, now: number): Output {
    if (!/^[\w-]+$/.test(DashboardName))
      throw errors.dashboard(`DashboardName '${DashboardName}' may have letters, digits, - and _ only`)
    checkBody(DashboardBody)
    this.#bodies.set(DashboardName, { body: DashboardBody, at: now })
    return { DashboardValidationMessages: [] }
  }

  get({ DashboardName }: Input<'GetDashboard'>): Output {
    const DashboardBody = this.#known(DashboardName).body
    return { DashboardArn: this.#arnOf(DashboardName), DashboardBody, DashboardName }
  }

  list({ DashboardNamePrefix = '', NextToken: token }: Input<'ListDashboards'>): Output {
    const wanted = [...this.#bodies].filter(([name]) => name.startsWith(DashboardNamePrefix)).sort()
    const { items, NextToken } = page(wanted, token, PER_PAGE)
    const DashboardEntries = items.map(([DashboardName, { body, at }]) => ({
      DashboardName,
      DashboardArn: this.#arnOf(DashboardName),
      LastModified: new Date(at),
      Size: Buffer.byteLength(body),
    }))
    return { DashboardEntries, NextToken }
  }

  delete({ DashboardNames }: Input<'DeleteDashboards'>): Output {
    for (const name of DashboardNames) this.#known(name)
    for (const name of DashboardNames) this.#bodies.delete(name)
    return {}
  }

  #known(name: string) {
    const found = this.#bodies.get(name)
    if (!found) throw errors.noDashboard(`Dashboard ${name} does not exist`)
    return found
  }
}

function checkBody(text: string) {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw errors.dashboard(`The DashboardBody is not JSON: ${(error as Error).message}`)
  }
  if (!Array.isArray((body as { widgets?: unknown } | null)?.widgets))
    throw errors.dashboard('The DashboardBody must have a list of widgets')
}
