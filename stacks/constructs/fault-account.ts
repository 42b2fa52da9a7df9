import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1/index.js'
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1/index.js'
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js'
import { faultServiceAccount } from '../../model/names.ts'
import type { Stack } from '../stack.ts'

/** What FIS's pod actions do in the namespace. https://docs.aws.amazon.com/fis/latest/userguide/eks-pod-actions.html */
const RULES = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'patch', 'delete'] },
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['create', 'list', 'get', 'delete', 'deletecollection'],
  },
  { apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['update'] },
  { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
]

/** The account that FIS's own pod runs as, and the same rights for the user that FIS comes in as. */
export function faultAccount(stack: Stack, namespace: string): void {
  const name = faultServiceAccount(stack.site.system)
  const metadata = { name, namespace }
  new ServiceAccountV1(stack, 'fault-account', { metadata })
  new RoleV1(stack, 'fault-role', { metadata, rule: RULES })
  new RoleBindingV1(stack, 'fault-binding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subject: [
      { kind: 'ServiceAccount', name, namespace },
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name },
    ],
  })
}
