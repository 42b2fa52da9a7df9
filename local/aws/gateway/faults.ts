import type { AwsResponse } from '../../types.ts'
import type { Call } from './call.ts'
import { type AwsError, errorResponse } from './errors.ts'
import { resourcesOf } from './resource.ts'

/** An error that a share of the calls gets instead of an answer; AWS's own throttles are such. */
export interface ApiFault {
  /** Signing name: `dynamodb`, `kinesis`, `lambda`, … */
  readonly service: string
  /** `PutItem`; every operation where it is left out. */
  readonly operation?: string
  /** Name of the table, stream, queue, function; every one where it is left out. */
  readonly resource?: string
  /** 0–100 percent of the calls. */
  readonly percent: number
  readonly error: AwsError
}

/** The place for errors of AWS's APIs: added by fault injection, taken away by the function that `add` gives back. */
export function apiFaults() {
  const faults = new Set<ApiFault>()
  const meets = (fault: ApiFault, call: Call) =>
    fault.service === call.service &&
    (!fault.operation || fault.operation === call.action) &&
    (!fault.resource || resourcesOf(call).includes(fault.resource)) &&
    Math.random() * 100 < fault.percent
  return {
    add(fault: ApiFault): () => void {
      if (!(fault.percent >= 0 && fault.percent <= 100))
        throw new Error(`a fault's percent is from 0 to 100, not ${fault.percent}`)
      const own = { ...fault }
      faults.add(own)
      return () => void faults.delete(own)
    },
    /** The error that this call gets, in its own wire format; null where it is to go on. */
    hit(call: Call): AwsResponse | null {
      for (const fault of faults) if (meets(fault, call)) return errorResponse(call, fault.error)
      return null
    },
    active: (): readonly ApiFault[] => [...faults],
  }
}
export type ApiFaults = ReturnType<typeof apiFaults>
