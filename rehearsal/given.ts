import type { System } from '../model/kinds.ts'
import { arn } from '../model/names.ts'

/** Values of the stacks' variables, which whoever deploys gives. */
export const variables = (system: System): Readonly<Record<string, string>> => ({
  certificate_arn: arn(system, 'acm', 'certificate/00000000-0000-0000-0000-000000000000'),
  payments_url: 'https://payments.example',
})
