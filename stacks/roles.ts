import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js'
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js'
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js'
import type { ITerraformDependable } from 'cdktf'
import { roleName } from '../model/names.ts'
import { policy, type Statement, trust } from './policy.ts'
import type { Stack } from './stack.ts'

/** A role: who takes it, and what it may do. */
export interface RoleOf {
  /** The service that takes it, such as `lambda.amazonaws.com`. */
  readonly service: string
  readonly grants: readonly Statement[]
  /** AWS's own policies, by path and name; only where AWS keeps the list itself. */
  readonly managed?: readonly string[]
  /** The whole trust policy, where the plain one (this service, for this account) does not do. */
  readonly trust?: string
}

/** A role, and what gives it its rights: what AWS makes or ends in its name depends on these, or it would be without. */
export type Role = IamRole & { readonly rights: ITerraformDependable[] }

/**
 * Makes a role under `names.roleName(id)`.
 * @throws Error for a grant on every resource that does not say why.
 */
export function role(stack: Stack, id: string, it: RoleOf): Role {
  for (const grant of it.grants) {
    if (grant.resources?.includes('*') && !grant.because)
      throw new Error(`role '${id}' may ${grant.actions.join(', ')} on every resource: say because of what`)
  }
  const { system } = stack.site
  const made = new IamRole(stack, `${id}-role`, {
    name: roleName(system, id),
    assumeRolePolicy: it.trust ?? trust(it.service, system.account),
  })
  // a right to nothing is none, and AWS takes no statement without a resource
  const grants = it.grants.filter(({ resources }) => resources?.length !== 0)
  const own =
    grants.length > 0
      ? [new IamRolePolicy(stack, `${id}-policy`, { role: made.id, name: 'own', policy: policy(grants) })]
      : []
  const managed = (it.managed ?? []).map(
    (name) =>
      new IamRolePolicyAttachment(stack, `${id}-${name.split('/').at(-1)}`, {
        role: made.name,
        policyArn: `arn:aws:iam::aws:policy/${name}`,
      }),
  )
  return Object.assign(made, { rights: [...own, ...managed] })
}
