/// <reference lib="dom" />
import type uPlot from 'uplot'
import type { ExperimentNow } from '../wire.ts'

/** Shades the time of each experiment, behind the lines. */
export const bands = (
  experiments: () => readonly ExperimentNow[],
  colour: (name: string) => string,
): uPlot.Plugin => ({
  hooks: {
    drawClear: (plot) => {
      const { left, top, width, height } = plot.bbox
      const within = (x: number) => Math.min(Math.max(x, left), left + width)
      for (const { startedAt, endedAt } of experiments()) {
        const from = within(plot.valToPos(startedAt / 1000, 'x', true))
        const to = endedAt === null ? left + width : within(plot.valToPos(endedAt / 1000, 'x', true))
        plot.ctx.fillStyle = colour('fault-band')
        plot.ctx.fillRect(from, top, Math.max(to - from, 2 * devicePixelRatio), height)
        plot.ctx.fillStyle = colour('bad')
        if (from > left) plot.ctx.fillRect(from, top, 1.5 * devicePixelRatio, height)
      }
    },
  },
})
