/** What no emulator can hold: rows of a stack, or of a type in it, with the reason that the output shows. */
export interface LeftOut {
  /** Name of the stack without the system's. */
  readonly stack: string
  /** Terraform type; the whole stack where absent. */
  readonly type?: string
  readonly because: string
}

export const leftOut: readonly LeftOut[] = [
  {
    stack: 'pods',
    because:
      'what lives inside EKS needs an API server, which no emulator has: its manifests are held to Kubernetes’ schemas instead',
  },
]
