import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter/index.js'
import type { Parameter } from '../../model/kinds.ts'
import { parameterName } from '../../model/names.ts'
import { parameterOf } from '../given.ts'
import type { Stack } from '../stack.ts'
import { givenValue } from '../variable.ts'

/** A SecureString of Systems Manager with what whoever deploys gives; it is in no plan and no state. */
export function parameter(stack: Stack, id: string, it: Parameter, keyArn: string): void {
  const { system } = stack.site
  new SsmParameter(stack, id, {
    name: parameterName(system, id),
    description: it.title,
    type: 'SecureString',
    keyId: keyArn,
    valueWo: givenValue(stack, parameterOf(system, id)),
    // another number writes it again, where the key is another
    valueWoVersion: 1,
    tags: { ...it.tags },
  })
}
