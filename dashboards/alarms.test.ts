import { expect, test } from 'vitest'
import { alarmArn } from '../model/names.ts'
import { systems } from '../model/systems/index.ts'
import { alarmWidgets } from './alarms.ts'

test.each(Object.values(systems))(
  'every alarm of $id has its state, every metric alarm its series',
  (system) => {
    const [status, ...plots] = alarmWidgets(system, 10)
    const ids = Object.keys(system.alarms)
    expect(status!.properties.alarms).toEqual(ids.map((id) => alarmArn(system, id)))
    const titles = Object.values(system.alarms).flatMap((it) => (it.kind === 'metric' ? [it.title] : []))
    expect(plots.map((it) => it.properties.title)).toEqual(titles)
    for (const { properties } of plots) {
      const rows = properties.metrics as unknown[][]
      expect(rows.map((it) => (it.at(-1) as { visible: boolean }).visible).filter(Boolean)).toHaveLength(1)
    }
  },
)

test.each(Object.values(systems))(
  'no two widgets of $id lie on each other, and none leaves the page',
  (system) => {
    const cells = alarmWidgets(system, 1).flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, at) => [x + (at % width), y + Math.floor(at / width)]),
    )
    expect(new Set(cells.map(String)).size).toBe(cells.length)
    expect(Math.max(...cells.map(([x]) => x!))).toBeLessThan(24)
  },
)
