import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { System } from '../model/kinds.ts'
import { arn } from '../model/names.ts'
import type { StackTerraform } from './override.ts'

/** Values of the stacks' variables, which whoever deploys gives. */
export const variables = (system: System): Readonly<Record<string, string>> => ({
  certificate_arn: arn(system, 'acm', 'certificate/00000000-0000-0000-0000-000000000000'),
  payments_url: 'https://payments.example',
})

/** AWS's public parameters that stacks read, with a value of the form that AWS gives them. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html */
const PUBLIC: readonly (readonly [prefix: string, value: string])[] = [
  ['/aws/service/fis/lambda-extension/', 'arn:aws:lambda:us-east-1:000000000000:layer:aws-fis-extension:1'],
]

/** Puts into an emulator what every account of AWS finds there and the stacks ask for. @throws Error for a parameter of no known form. */
export async function putGiven(
  system: System,
  stacks: readonly StackTerraform[],
  endpoint: string,
): Promise<void> {
  const credentials = { accessKeyId: system.account, secretAccessKey: 'unchecked' }
  const ssm = new SSMClient({ endpoint, region: system.region, credentials })
  try {
    for (const name of stacks.flatMap(parametersOf)) {
      const known = PUBLIC.find(([prefix]) => name.startsWith(prefix))
      if (!known)
        throw new Error(`a stack reads the parameter ${name}: say in rehearsal/given.ts what AWS has there`)
      await ssm.send(new PutParameterCommand({ Name: name, Value: known[1], Type: 'String' }))
    }
  } finally {
    ssm.destroy()
  }
}

const parametersOf = ({ data }: StackTerraform): readonly string[] =>
  Object.values(data?.aws_ssm_parameter ?? {}).map(({ name }) => name)
