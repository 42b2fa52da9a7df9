/// <reference lib="dom" />
import './language.ts'
import uPlot from 'uplot'
import type { ExperimentNow, PlotPlan, Value } from '../wire.ts'
import { bands } from './bands.ts'
import { h, setText } from './h.ts'
import { figure, timeOfDay } from './words.ts'

/** A plot on the page. */
export interface Drawn {
  readonly id: string
  readonly element: HTMLElement
  readonly update: (seconds: number[], lines: readonly (readonly Value[])[]) => void
}

const HEIGHT = 130
const AXIS = 50
const COLOURS = ['line', 'line-2', 'line-3', 'line-4', 'line-5']
const DASHES = [[], [5, 3], [2, 2], [8, 3, 2, 3], [1, 3]]

/** A plot with the values of now, or of where the pointer is, in its caption. */
export function plotOf(plan: PlotPlan, experiments: () => readonly ExperimentNow[]): Drawn {
  const values = plan.lines.map(() => h('b'))
  const when = h('span', { class: 'soft' })
  const keys = plan.lines.map((line, at) =>
    h('span', { class: `key key-${at}` }, h('i', { 'aria-hidden': 'true' }), `${line.label} `, values[at]!),
  )
  const box = h('div', { class: 'plot', 'aria-hidden': 'true' })
  const element = h('figure', {}, h('figcaption', {}, h('h3', {}, plan.title), ...keys, when), box)
  let plot: uPlot | null = null
  const caption = () => {
    const at = plot?.cursor.idx ?? null
    const [seconds = [], ...lines] = plot?.data ?? []
    const shown = at ?? seconds.length - 1
    plan.lines.forEach((line, i) => {
      setText(values[i]!, figure(lines[i]?.[shown], line.unit))
    })
    setText(when, at === null || seconds[at] === undefined ? '' : timeOfDay(seconds[at] * 1000))
  }
  return {
    id: plan.id,
    element,
    update(seconds, lines) {
      const data = [seconds, ...lines] as uPlot.AlignedData
      if (plot) plot.setData(data)
      else plot = draw(plan, box, data, experiments, caption)
      caption()
    },
  }
}

const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

function draw(
  { lines }: PlotPlan,
  box: HTMLElement,
  data: uPlot.AlignedData,
  experiments: () => readonly ExperimentNow[],
  moved: () => void,
): uPlot {
  const { unit } = lines[0]!
  const axis: uPlot.Axis = {
    stroke: () => colour('quiet'),
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  }
  const plot = new uPlot(
    {
      width: Math.max(box.clientWidth, 1),
      height: HEIGHT,
      padding: [8, 10, 0, 0],
      plugins: [bands(experiments, colour)],
      legend: { show: false },
      cursor: { sync: { key: 'board' }, y: false, drag: { x: false, y: false }, points: { size: 6 } },
      hooks: { setCursor: [moved] },
      scales: { x: { time: false }, y: { range: (_u, _min, max) => [0, max > 0 ? max * 1.15 : 1] } },
      axes: [
        { ...axis, size: 24, incrs: [60, 120], values: (_u, splits) => splits.map(minute) },
        { ...axis, size: AXIS, space: 30, values: (_u, splits) => splits.map((it) => tick(it, unit)) },
      ],
      series: [
        {},
        ...lines.map(
          (line, at): uPlot.Series => ({
            label: line.label,
            stroke: () => colour(COLOURS[at % COLOURS.length]!),
            width: 1.5,
            dash: DASHES[at % DASHES.length]!,
            points: { show: false },
          }),
        ),
      ],
    },
    data,
    box,
  )
  new ResizeObserver(() => plot.setSize({ width: Math.max(box.clientWidth, 1), height: HEIGHT })).observe(box)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot.redraw())
  return plot
}

const minute = (second: number) => timeOfDay(second * 1000).slice(0, 5)
const tick = (value: number, unit: PlotPlan['lines'][0]['unit']) =>
  unit === 'count' && !Number.isInteger(value) ? '' : figure(value, unit)
