import type { System } from './kinds.ts'

/** Whether an id is a function's. */
export const isFunction = ({ workloads }: System, id: string): boolean => workloads[id]?.kind === 'function'
