import type { LoadOptions, RunningLoad } from './load.ts'

/** What sends load to a system, where that system is. */
export interface LoadGenerator {
  /** Everything that speaks against starting this load, each with how to mend it. */
  readonly findings: (loadId: string) => Promise<readonly string[]>
  /** Throws with all findings where it cannot. */
  readonly start: (loadId: string, options: LoadOptions) => RunningLoad
  /** Versions of what generates it, by name. */
  readonly versions: () => Promise<Readonly<Record<string, string>>>
}
