import { expect, test } from 'vitest'
import { cpuSeconds, pssMiB, residentMiB } from './process-stats.ts'

test('reads what a process uses, as the process itself sees it', () => {
  const before = process.cpuUsage()
  const used = (before.user + before.system) / 1e6
  // the kernel's clock ticks a hundred times a second
  expect(cpuSeconds(process.pid)! - used).toBeLessThan(0.5)
  expect(cpuSeconds(process.pid)! - used).toBeGreaterThan(-0.5)
  const resident = residentMiB(process.pid)!
  expect(Math.abs(resident - process.memoryUsage.rss() / 1024 ** 2)).toBeLessThan(resident / 4)
  expect(pssMiB(process.pid)).toBeGreaterThan(0)
  expect(pssMiB(process.pid)!).toBeLessThan(2 * resident)
})

test('a process that is gone has none', () => {
  const gone = 2 ** 22 + 1
  expect([cpuSeconds(gone), residentMiB(gone), pssMiB(gone)]).toEqual([null, null, null])
})
