import { describe, expect, it } from 'vitest'
import { dimensionsOf } from '../../model/dimensions.ts'
import { systems } from '../../model/systems/index.ts'
import { entryPanel, resourcePanel, workloadPanel } from './index.ts'
import { overviewPlots } from './overview.ts'

describe.each(Object.values(systems))('the panels of $id', (system) => {
  const panels = [
    ...Object.entries(system.workloads).map(([id, it]) => workloadPanel(id, it, system)),
    ...Object.entries(system.resources).map(([id, it]) => resourcePanel(id, it, system)),
    ...Object.entries(system.entries).map(([id, it]) => entryPanel(id, it, system)),
  ]
  const figures = panels.flatMap((it) => ('unsupported' in it ? [] : it.figures))

  it('exist for every member, or say why there is none', () => {
    for (const it of panels) expect('unsupported' in it ? it.unsupported : it.service).toMatch(/\w/)
  })

  it('ask for metrics whose dimensions belong to what the model has', () => {
    const all = [...figures, ...overviewPlots(system).flatMap((it) => it.lines)].flatMap((it) => it.metrics)
    for (const metric of all)
      expect(Object.values(dimensionsOf(system, metric)).every((value) => value.length > 0)).toBe(true)
  })

  it('add up only what can be added', () => {
    for (const { metrics } of figures.filter((it) => it.metrics.length > 1))
      expect(metrics.map((it) => it.stat)).toEqual(metrics.map(() => 'Sum'))
  })

  it('show every custom metric of a workload of ours', () => {
    const shown = figures.flatMap((it) => it.metrics.map((metric) => metric.name))
    const emitted = Object.values(system.workloads).flatMap((it) => it.metrics.map((metric) => metric.name))
    expect(emitted.filter((name) => !shown.includes(name))).toEqual([])
  })
})
