import { expect, test } from 'vitest'
import { madeUpJournal } from '../fixture/journal.ts'
import { html, json } from './html.ts'
import { alarmBands, faultBands, plotData } from './plot-data.ts'
import { reportOf } from './report.ts'

const journal = madeUpJournal()

test('the report is one document that loads nothing', async () => {
  const page = await reportOf(journal)
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)=/)
  expect(page).not.toMatch(/url\(\s*['"]?https?:|@import/)
  expect(page).toContain('uplot')
})

test('it shows measured and AWS-equivalent seconds beside the range of the document', async () => {
  const page = await reportOf(journal)
  for (const it of journal.recovery)
    for (const text of [it.failure, `${it.seconds!.toFixed(1)} s`, `${it.awsSeconds!.toFixed(0)} s`, it.text])
      expect(page).toContain(text)
})

test('text of the journal cannot become markup', async () => {
  const page = await reportOf(journal)
  expect(page).toContain('A made-up run &lt;for tests&gt; &amp; nothing else')
  expect(html`<p title="${'"><script>'}">${'<b>'}</p>`.html).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;</p>',
  )
  expect(json({ text: '</script>' }).html).not.toContain('</script>')
})

test('bands reach from the fault to the recovery, and from ALARM to OK', () => {
  const [first] = faultBands(journal)
  expect(first!.to - first!.from).toBeCloseTo(journal.recovery[0]!.seconds!)
  const fired = journal.alarms.find((it) => it.firedAt)!
  const [band] = alarmBands(journal, fired)
  expect(band!.to - band!.from).toBeCloseTo((fired.clearedAt! - fired.firedAt!) / 1000)
})

test('an alarm that is still on at the end is drawn to the end', () => {
  const fired = journal.alarms.find((it) => it.firedAt)!
  const [band] = alarmBands(journal, { ...fired, changes: fired.changes.slice(0, 1) })
  expect(band!.to).toBe(plotData(journal).to)
})

test('every plotted series is as long as its times', () => {
  const data = plotData(journal)
  for (const it of [data.answered, data.failed, data.failedPercent, data.p50, data.p95, data.p99])
    expect(it).toHaveLength(data.at.length)
  for (const it of data.copies)
    for (const values of [it.running, it.healthy, it.desired]) expect(values).toHaveLength(it.at.length)
})
