/** Generators to be started: how many share the load, with which script and settings. */
export interface Launch {
  readonly run: string
  readonly generators: number
  /** Path of the script in the image. */
  readonly script: string
  readonly env: Readonly<Record<string, string>>
  /** Folder of this machine for what belongs to the run. */
  readonly folder: string
}

/** Generators that were started. */
export interface Launched {
  /** What they are called there. */
  readonly name: string
  /** Why they run no more; null while they do. */
  readonly ended: () => Promise<string | null>
  /** Ends them in good order. */
  readonly stop: () => Promise<void>
}

/** Something that starts generators beside the system. */
export interface Launcher {
  /** Commands without which it cannot, such as `aws`. */
  readonly needs: readonly string[]
  /** What of the place speaks against it, each with how to mend it. */
  readonly findings: readonly string[]
  readonly start: (launch: Launch) => Promise<Launched>
}
