import type { Journal, RecoveryResult } from '../../journal.ts'
import { type Html, html } from '../html.ts'
import { mark, seconds } from '../words.ts'

/** Measured recovery beside the target that the system has for it. */
export const recovery = (journal: Journal): Html => html`
<section>
  <h2>Recovery</h2>
  <p class="soft">From the call that started the fault to the first moment from which all stayed well.${
    journal.run.timeScale === 1
      ? ''
      : ` Measured seconds are this machine's; AWS-equivalent seconds are those times ${journal.run.timeScale}.`
  }</p>
  <div class="table"><table>
    <thead><tr><th>Failure</th><th class="number">Measured</th><th class="number">AWS-equivalent</th><th>Target</th><th>Verdict</th></tr></thead>
    <tbody>${journal.recovery.length === 0 ? none(journal) : journal.recovery.map(row)}</tbody>
  </table></div>
</section>`

const none = ({ asked }: Journal): Html =>
  html`<tr><td colspan="5">${
    asked.recovery === 0 ? 'The playbook names no recovery target.' : 'Not measured: see the remarks above.'
  }</td></tr>`

const row = (it: RecoveryResult): Html => html`<tr>
  <td>${it.failure}<small>${it.watched}</small></td>
  <td class="number">${it.seconds === null ? '–' : seconds(it.seconds)}</td>
  <td class="number">${it.awsSeconds === null ? '–' : `${it.awsSeconds.toFixed(0)} s`}</td>
  <td>${it.text}</td>
  <td>${mark(it.ok, it.verdict, it.verdict)}</td>
</tr>`
