/** What `GET /status` and `./cafe status --json` tell. */
export interface Status {
  readonly system: string
  readonly time_scale: number
  readonly supervisor_pid: number
  readonly endpoints: Readonly<Record<string, string>>
  readonly workloads: Readonly<Record<string, WorkloadStatus>>
  readonly engines: readonly EngineStatus[]
  readonly alarms: readonly { readonly name: string; readonly state: string; readonly reason: string }[]
}
export interface WorkloadStatus {
  readonly on: string
  readonly desired: number
  readonly copies: readonly CopyStatus[]
}
export interface CopyStatus {
  readonly id: string
  readonly arn: string
  readonly zone: string
  readonly state: string
  readonly healthy: boolean
  readonly pid: number | null
  readonly port: number
  readonly stress_port: number
  readonly cpu_percent: number
}
export interface EngineStatus {
  readonly id: string
  /** Null when it answers, else why not. */
  readonly health: string | null
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
}
