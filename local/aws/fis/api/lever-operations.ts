import { Type } from 'typebox'
import type { System } from '../../../../model/kinds.ts'
import { arn } from '../../../../model/names.ts'
import { type Operation, operation } from '../../wire/service.ts'
import { notFound } from '../errors.ts'
import type { SafetyLever } from '../safety-lever.ts'
import { UpdateLever } from '../shapes.ts'

const ID = 'default'

/** `GetSafetyLever` and `UpdateSafetyLeverState`; the account has one lever. */
export function leverOperations(lever: SafetyLever, system: System): Record<string, Operation> {
  const shown = (id: string) => {
    const leverArn = arn(system, 'fis', `safety-lever/${ID}`)
    if (id !== ID && id !== leverArn) throw notFound(`Safety lever with ID ${id} not found.`)
    return { safetyLever: { id: ID, arn: leverArn, state: lever.state() } }
  }
  return {
    GetSafetyLever: operation({ id: Type.String() }, ({ id }) => shown(id)),
    UpdateSafetyLeverState: operation({ id: Type.String(), ...UpdateLever.properties }, ({ id, state }) => {
      shown(id)
      lever.update(state.status, state.reason)
      return shown(id)
    }),
  }
}
