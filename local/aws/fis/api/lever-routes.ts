import type { System } from '../../../../model/kinds.ts'
import { arn } from '../../../../model/names.ts'
import { notFound } from '../errors.ts'
import type { SafetyLever } from '../safety-lever.ts'
import { type LeverChange, UpdateLever } from '../shapes.ts'
import type { FisApp } from './app.ts'

const ID = 'default'

/** `GetSafetyLever` and `UpdateSafetyLeverState`; the account has one lever. */
export function leverRoutes(app: FisApp, lever: SafetyLever, system: System): void {
  const shown = (id: string) => {
    const leverArn = arn(system, 'fis', `safety-lever/${ID}`)
    if (id !== ID && id !== leverArn) throw notFound(`Safety lever with ID ${id} not found.`)
    return { safetyLever: { id: ID, arn: leverArn, state: lever.state() } }
  }
  app.get<{ Params: { id: string } }>('/safetyLevers/:id', ({ params }) => shown(params.id))
  app.patch<{ Params: { id: string } }>(
    '/safetyLevers/:id/state',
    { schema: { body: UpdateLever } },
    (request) => {
      shown(request.params.id)
      const { status, reason } = (request.body as LeverChange).state
      lever.update(status, reason)
      return shown(request.params.id)
    },
  )
}
