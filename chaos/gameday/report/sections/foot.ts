import type { Journal } from '../../journal.ts'
import { type Html, html } from '../html.ts'
import { count } from '../words.ts'

/** The runbook, and what the run was made on. */
export const foot = (journal: Journal): Html => html`
<section>
  <h2>Runbook</h2>
  <div class="table"><table>
    <thead><tr><th>If you see</th><th>look at</th><th>and do</th></tr></thead>
    <tbody>${journal.run.runbook.map((it) => html`<tr><td>${it.symptom}</td><td>${it.look}</td><td>${it.act}</td></tr>`)}</tbody>
  </table></div>
</section>
<footer class="note">
  <p>${environment(journal)}</p>
  <p>${journal.run.loadTitle} (load <code>${journal.run.load}</code>), seed ${journal.run.seed}${dropped(journal)}; run <code>${journal.run.id}</code>.
  The whole record is beside this file, in <code>journal.json</code> and <code>journal.ndjson</code>.</p>
</footer>`

/** Arrivals that the load could not start say that it was less than it looks like. */
const dropped = ({ load }: Journal): string =>
  load && load.dropped > 0 ? `, ${count(load.dropped)} arrivals not started as all visitors still waited` : ''

function environment({ environment: it, run }: Journal): string {
  const versions = Object.entries(it.versions).map(([name, version]) => `${name} ${version}`)
  const cpu = run.local
    ? ' Engines, services and load share these cores; a vCPU is a share of a core here, measured and not capped.'
    : ''
  const from = run.local ? '' : 'Played from a machine of '
  return `${from}${it.cores} cores (${it.cpu}), ${count(it.memoryMiB)} MiB, ${it.platform}; ${versions.join(', ')}; time scale ${run.timeScale}.${cpu}`
}
