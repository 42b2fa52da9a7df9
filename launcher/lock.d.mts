/** The process that holds a lock. */
export interface Holder {
  readonly pid: number
  /** ISO 8601. */
  readonly since: string
  /** What it holds the lock for. */
  readonly what: string
}

export function locked<T>(file: string, waiting: () => void, work: () => Promise<T>): Promise<T>
export function take(file: string, what?: string): boolean
export function holderOf(file: string): Holder | null
export function free(file: string): void
