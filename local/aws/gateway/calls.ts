import type { Call } from './call.ts'
import { resourcesOf } from './resource.ts'

/** Something that a caller has done at least once: with it, least privilege can be held against what is granted. */
export interface CallMade {
  /** The caller's access key; the platform gives each workload its own id for one. */
  readonly workload: string
  /** As IAM writes it: `dynamodb:PutItem`. */
  readonly action: string
  readonly resource: string
}

/** IAM's prefix of a service where it is not the signing name. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' }

/** A record of who called what on what, each once. */
export function callRecord() {
  const made = new Map<string, CallMade>()
  return {
    note(call: Call) {
      if (!call.signature) return
      const action = `${PREFIXES[call.service] ?? call.service}:${call.action}`
      for (const resource of resourcesOf(call)) {
        const one = { workload: call.signature.accessKey, action, resource }
        made.set(Object.values(one).join('\n'), one)
      }
    },
    all: (): readonly CallMade[] => [...made.values()],
  }
}
