import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Journal } from '../journal.ts'
import { scoreText } from '../score.ts'
import { html, json, trusted } from './html.ts'
import { type PlotData, plotData } from './plot-data.ts'
import { alarms } from './sections/alarms.ts'
import { faults } from './sections/faults.ts'
import { foot } from './sections/foot.ts'
import { head } from './sections/head.ts'
import { invariants } from './sections/invariants.ts'
import { plots } from './sections/plots.ts'
import { recovery } from './sections/recovery.ts'
import { score } from './sections/score.ts'
import { steadyState } from './sections/steady-state.ts'

/** The report's file, beside the journal. */
export const REPORT_FILE = 'report.html'

/** Writes the report of a journal into the folder and gives its path. */
export async function writeReport(journal: Journal, folder: string): Promise<string> {
  const path = join(folder, REPORT_FILE)
  writeFileSync(path, await reportOf(journal))
  return path
}

/** The report as one HTML document that needs nothing else: styles, script and data are in it. */
export async function reportOf(journal: Journal): Promise<string> {
  const data = plotData(journal)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${journal.run.title}: ${scoreText(journal.score)}</title>
<style>${trusted(styles())}</style>
</head>
<body>
<main>
${sections(journal, data)}
</main>
<script type="application/json" id="plot-data">${json(data)}</script>
<script>${trusted(await script())}</script>
</body>
</html>
`
  return page.html
}

const sections = (journal: Journal, data: PlotData) => [
  head(journal),
  plots(journal, data),
  recovery(journal),
  faults(journal),
  alarms(journal),
  steadyState(journal),
  invariants(journal),
  score(journal),
  foot(journal),
]

function styles(): string {
  const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css')
  return [uplot, join(import.meta.dirname, 'style.css')].map((file) => readFileSync(file, 'utf8')).join('\n')
}

async function script(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'client/plots.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  })
  return outputFiles[0]!.text.replaceAll('</script', '<\\/script')
}
