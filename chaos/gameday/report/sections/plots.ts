import type { Journal } from '../../journal.ts'
import { type Html, html } from '../html.ts'
import { alarmBands, type Band, lengthOf, originOf, type PlotData } from '../plot-data.ts'
import { clock } from '../words.ts'

/** What happened, second by second, on one axis of time; the page's script draws into the empty boxes. */
export const plots = (journal: Journal, data: PlotData): Html => html`
<section>
  <h2>Second by second</h2>
  <p class="soft">${legend(data)} Time counts from the first request${
    journal.run.timeScale === 1 ? '' : `; one second here is ${journal.run.timeScale} of AWS`
  }.</p>
  ${plot('plot-rate', 'Requests a second', 'answered as expected, and failed')}
  ${plot('plot-latency', 'Latency', 'of all requests by the second they were sent in, logarithmic')}
  ${plot('plot-errors', 'Errors', 'percent of the requests of a second')}
  ${data.copies.map(({ workload }) =>
    plot(
      `plot-copies-${workload}`,
      `Copies of ${workload}`,
      'wanted, running, and healthy behind the load balancer',
    ),
  )}
  ${lanes(journal, data)}
  ${table(journal)}
</section>`

const legend = (data: PlotData): Html =>
  html`${data.faults.map(
    (it, i) => html`<b>${i + 1}</b> ${it.label}, at ${clock(it.from)}. `,
  )}${data.faults.length > 0 ? 'Each band reaches from the fault to the recovery from it. ' : ''}`

const plot = (id: string, title: string, what: string): Html =>
  html`<figure><figcaption><b>${title}</b>, ${what}</figcaption><div id="${id}"></div></figure>`

function lanes(journal: Journal, data: PlotData): Html {
  const to = lengthOf(journal)
  const at = (seconds: number) => `${((100 * seconds) / to).toFixed(2)}%`
  const band = ({ from, to, label }: Band) =>
    html`<i style="left:${at(from)};width:${at(Math.max(0.4, to - from))}" title="${label} ${clock(from)}–${clock(to)}"></i>`
  const shown = journal.alarms.filter((it) => it.expected !== 'free' || it.firedAt !== null)
  return html`<figure><figcaption><b>Alarms</b>, filled while in ALARM</figcaption><div class="lanes">
${shown.map(
  (alarm) =>
    html`<div class="lane"><span>${alarm.id}</span>${alarmBands(journal, alarm).map(band)}${data.faults.map(
      (it) => html`<u style="left:${at(it.from)}"></u>`,
    )}</div>`,
)}</div></figure>`
}

const ROW_SECONDS = 5

function table(journal: Journal): Html {
  const origin = originOf(journal)
  const rows = journal.requests.filter((_, i) => i % ROW_SECONDS === 0)
  return html`<details><summary>The figures as a table, every ${ROW_SECONDS} seconds</summary><div class="table"><table>
<thead><tr><th>Time</th><th>Requests</th><th>Failed</th><th>p50</th><th>p95</th><th>p99</th></tr></thead>
<tbody>${rows.map(
    (it) =>
      html`<tr><td>${clock((it.at - origin) / 1000)}</td><td>${it.sent}</td><td>${it.failed}</td><td>${it.p50} ms</td><td>${it.p95} ms</td><td>${it.p99} ms</td></tr>`,
  )}</tbody></table></div></details>`
}
