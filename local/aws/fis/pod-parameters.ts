import { integer, oneOf, optional, text } from './parameters.ts'

/** Parameters that every pod action takes; they steer AWS's injector pod, which there is none of here. */
export const podParameters = {
  kubernetesServiceAccount: text('The Kubernetes service account.'),
  fisPodContainerImage: optional(text('The container image used to create the fault injector pod.')),
  maxErrorsPercent: optional(
    integer('The percentage of targets that can fail before the fault injection fails.', 0, 100),
  ),
  fisPodLabels: optional(text('The Kubernetes labels of the fault orchestration pod.')),
  fisPodAnnotations: optional(text('The Kubernetes annotations of the fault orchestration pod.')),
}
/** What those take beside them that do not need a privileged pod. */
export const securityParameters = {
  fisPodSecurityPolicy: optional(
    oneOf('The Kubernetes Security Standards policy to use.', ['privileged', 'baseline', 'restricted']),
  ),
}
