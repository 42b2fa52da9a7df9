import { Type } from 'typebox'
import { AwsError } from '../wire/error.ts'

/** Parameters that several operations take, as the API names them. */
export const DryRun = Type.Optional(Type.Boolean())
export const Ids = Type.Array(Type.String(), { minItems: 1 })
export const Filters = Type.Optional(
  Type.Array(
    Type.Object(
      { Name: Type.String(), Values: Type.Array(Type.String(), { minItems: 1 }) },
      { additionalProperties: false },
    ),
  ),
)

/** Answers a dry run as EC2 does: with an error that says that it would have worked. */
export function refuseDryRun(dry: boolean | undefined): void {
  if (dry)
    throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
      status: 412,
    })
}
