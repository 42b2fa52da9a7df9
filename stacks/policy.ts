/** Conditions of a policy statement: operator → key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

/** One statement of a policy document; without principals it is an identity's policy. */
export interface Statement {
  readonly effect?: 'Allow' | 'Deny'
  readonly principals?: '*' | Readonly<Record<string, string | readonly string[]>>
  readonly actions: readonly string[]
  readonly resources?: readonly string[]
  readonly conditions?: Conditions
  /** Why it is allowed; not part of the document. */
  readonly because?: string
}

/** A policy document as JSON text. */
export const policy = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ effect = 'Allow', principals, actions, resources, conditions }) => ({
      Effect: effect,
      ...(principals ? { Principal: principals } : {}),
      Action: actions,
      ...(resources ? { Resource: resources } : {}),
      ...(conditions ? { Condition: conditions } : {}),
    })),
  })

/** Refuses every request to a resource that does not come over TLS. */
export const onlyTls = (action: string, resources: readonly string[]): Statement => ({
  effect: 'Deny',
  principals: '*',
  actions: [action],
  resources,
  conditions: { Bool: { 'aws:SecureTransport': 'false' } },
})

/** Lets an AWS service take a role; for services that do not say for which account they act (EC2, Lambda, EKS). */
export const plainTrust = (service: string, actions: readonly string[] = ['sts:AssumeRole']): string =>
  policy([{ principals: { Service: service }, actions }])

/** Lets an AWS service take a role, for what it does in this account alone. */
export const trust = (service: string, account: string): string =>
  policy([
    {
      principals: { Service: service },
      actions: ['sts:AssumeRole'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    },
  ])
