import type { CpuScaling, HealthCheck } from '../../../kinds.ts'

/** Tags by which people and FIS find what a workload runs on. */
export const tags = (service: string) => ({ System: 'cloudcafe', Service: service, ChaosReady: 'true' })

/** The document's `/health`; a copy takes requests from `/ready` on. */
export const health: HealthCheck = {
  path: '/health',
  readyPath: '/ready',
  intervalSeconds: 10,
  healthyAfter: 2,
  unhealthyAfter: 3,
}

/** New copies are healthy before old ones go. */
export const rolling = { kind: 'rolling', minHealthyPercent: 100, maxPercent: 200 } as const

/** Between so many copies, at so many percent of the allotted CPU. */
export const cpu = (target: number, min: number, max: number): CpuScaling => ({
  on: 'cpu',
  target,
  min,
  max,
  cooldownOut: 60,
  cooldownIn: 300,
})
