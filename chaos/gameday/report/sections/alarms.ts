import type { AlarmRecord, Journal } from '../../journal.ts'
import { type Html, html } from '../html.ts'
import { originOf } from '../plot-data.ts'
import { clock, mark, seconds } from '../words.ts'

/** What each alarm did, and what the playbook expects of it. */
export const alarms = (journal: Journal): Html => html`
<section>
  <h2>Alarms</h2>
  <div class="table"><table>
    <thead><tr><th>Alarm</th><th>Expected</th><th>Fired</th><th>Cleared</th><th>Verdict</th></tr></thead>
    <tbody>${journal.alarms.map((it) => row(it, originOf(journal)))}</tbody>
  </table></div>
</section>`

const row = (it: AlarmRecord, origin: number): Html => html`<tr>
  <td>${it.id}<small>${it.title}</small></td>
  <td>${it.allowedSeconds === null ? WORDS[it.expected] : `fires within ${seconds(it.allowedSeconds)}`}</td>
  <td>${it.firedAt === null ? 'no' : `at ${clock((it.firedAt - origin) / 1000)}`}${
    it.seconds === null ? null : html`<small>${seconds(it.seconds)} after the fault</small>`
  }</td>
  <td>${it.clearedAt === null ? (it.firedAt === null ? '' : 'not while we looked') : `at ${clock((it.clearedAt - origin) / 1000)}`}</td>
  <td>${it.expected === 'free' ? html`<span class="soft">noted</span>` : mark(it.ok, 'as expected', 'not as expected')}</td>
</tr>`

const WORDS = { fires: 'fires', 'stays quiet': 'stays quiet', free: 'either way' } as const
