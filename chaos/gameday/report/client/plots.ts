/// <reference lib="dom" />
import './language.ts'
import uPlot from 'uplot'
import type { PlotData } from '../plot-data.ts'

/** Draws the report's plots in the browser; the page has everything as tables too. */

const AXIS = 56
const data = JSON.parse(document.getElementById('plot-data')!.textContent!) as PlotData
const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
const clock = (s: number) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`
const plots: uPlot[] = []

/** Bands from fault to recovery, with the fault's number at its beginning. */
const faultBands: uPlot.Plugin = {
  hooks: {
    drawClear: (u) => {
      const { ctx } = u
      const { top, height } = u.bbox
      data.faults.forEach((fault, i) => {
        const from = u.valToPos(fault.from, 'x', true)
        const to = Math.max(from + 2, u.valToPos(fault.to, 'x', true))
        ctx.fillStyle = colour('fault-band')
        ctx.fillRect(from, top, to - from, height)
        ctx.fillStyle = colour('fault')
        ctx.fillRect(from, top, 1.5 * devicePixelRatio, height)
        if (u.root.dataset.numbered) number(ctx, from, top, i + 1)
      })
    },
  },
}

function number(ctx: CanvasRenderingContext2D, x: number, top: number, n: number) {
  ctx.font = `600 ${11 * devicePixelRatio}px system-ui, sans-serif`
  ctx.fillText(String(n), x + 6 * devicePixelRatio, top + 12 * devicePixelRatio)
}

type Value = (value: number | null) => string
const line = (label: string, name: string, value: Value, more: Partial<uPlot.Series> = {}): uPlot.Series => ({
  label,
  stroke: () => colour(name),
  width: 1.5,
  points: { show: false },
  value: (_u, v) => value(v),
  ...more,
})
const whole: Value = (v) => (v === null ? '–' : v.toFixed(0))
const ms: Value = (v) => (v === null ? '–' : `${v.toFixed(0)} ms`)
const percent: Value = (v) => (v === null ? '–' : `${v.toFixed(1)} %`)
const stepped = uPlot.paths.stepped!({ align: 1 })
const bars = uPlot.paths.bars!({ size: [1, 100], gap: 0 })

interface Plot {
  readonly id: string
  readonly height: number
  readonly series: uPlot.Series[]
  readonly values: (readonly (number | null)[])[]
  readonly scale?: uPlot.Scale
  readonly ticks?: (v: number) => string
  readonly steps?: number[]
  readonly showTime?: boolean
}

function draw(it: Plot) {
  const box = document.getElementById(it.id)
  if (!box || it.values[0]!.length === 0) return
  const axis = (extra: uPlot.Axis): uPlot.Axis => ({
    stroke: () => colour('quiet'),
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
    ...extra,
  })
  const options: uPlot.Options = {
    width: box.clientWidth,
    height: it.height,
    padding: [6, 14, 0, 0],
    plugins: [faultBands],
    cursor: { sync: { key: 'report' }, y: false, points: { size: 6 }, drag: { x: false, y: false } },
    legend: { live: true },
    scales: {
      x: { time: false, range: [0, data.to] },
      y: it.scale ?? { range: (_u, _min, max) => [0, max * 1.1 || 1] },
    },
    axes: [
      axis({
        size: it.showTime ? 26 : 4,
        values: (_u, splits) => (it.showTime ? splits.map(clock) : splits.map(() => '')),
        incrs: [5, 10, 15, 30, 60, 120, 300, 600],
      }),
      axis({
        size: AXIS,
        space: 20,
        ...(it.steps ? { incrs: it.steps } : {}),
        ...(it.ticks ? { values: (_u, splits) => splits.map(it.ticks!) } : {}),
      }),
    ],
    series: [{ label: 'at', value: (_u, v) => (v === null ? '–' : clock(v)) }, ...it.series],
  }
  const plot = new uPlot(options, it.values as uPlot.AlignedData, box)
  plot.root.dataset.numbered = it.id === 'plot-rate' ? 'yes' : ''
  plots.push(plot)
  plot.redraw()
  new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: it.height })).observe(box)
}

draw({
  id: 'plot-rate',
  height: 190,
  showTime: true,
  series: [
    line('answered', 'line', whole, { fill: () => colour('fill') }),
    line('failed', 'bad', whole, { fill: () => colour('bad'), paths: bars, width: 0 }),
  ],
  values: [data.at, data.answered, data.failed],
})
draw({
  id: 'plot-latency',
  height: 190,
  series: [line('p50', 'line-3', ms), line('p95', 'line', ms), line('p99', 'line-2', ms, { dash: [4, 3] })],
  values: [data.at, data.p50, data.p95, data.p99],
  scale: { distr: 3, range: (_u, min, max) => [Math.max(1, min / 1.3), Math.max(100, max * 1.3)] },
  ticks: (v) => (v >= 1000 ? `${v / 1000} s` : v >= 1 && Number.isInteger(Math.log10(v)) ? `${v} ms` : ''),
})
draw({
  id: 'plot-errors',
  height: 110,
  series: [line('failed', 'bad', percent, { fill: () => colour('bad-fill') })],
  values: [data.at, data.failedPercent],
  scale: { range: (_u, _min, max) => [0, Math.max(5, max * 1.15)] },
  ticks: (v) => `${v} %`,
})
for (const [i, it] of data.copies.entries())
  draw({
    id: `plot-copies-${it.workload}`,
    height: i === data.copies.length - 1 ? 84 : 62,
    showTime: i === data.copies.length - 1,
    series: [
      line('wanted', 'quiet', whole, { paths: stepped, dash: [3, 3], width: 1 }),
      line('running', 'line', whole, { paths: stepped, fill: () => colour('fill') }),
      line('healthy', 'good', whole, { paths: stepped }),
    ],
    values: [it.at, it.desired, it.running, it.healthy],
    scale: { range: (_u, _min, max) => [0, Math.max(2, max) + 0.5] },
    steps: [1, 2, 5, 10, 20],
  })

const redraw = () => {
  for (const plot of plots) plot.redraw()
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
/** Paper is white: the plots are drawn in the light colours before it is printed. */
addEventListener('beforeprint', () => {
  document.documentElement.dataset.theme = 'light'
  redraw()
})
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.theme
  redraw()
})
