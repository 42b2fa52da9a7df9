import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { madeUpJournal } from '../../chaos/gameday/fixture/journal.ts'
import { reportOf } from '../../chaos/gameday/report/report.ts'
import { browser, errorsOf } from './browser.ts'

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cafe-report-'))
  const file = join(folder, 'report.html')
  const journal = madeUpJournal()
  let chromium: Browser
  beforeAll(async () => {
    writeFileSync(file, await reportOf(journal))
    chromium = await browser()
  })
  afterAll(async () => {
    await chromium?.close()
    rmSync(folder, { recursive: true })
  })

  it.each(['light', 'dark'] as const)('draws its plots without a network, %s', async (colorScheme) => {
    const page = await chromium.newPage({ colorScheme, offline: true })
    const errors = errorsOf(page)
    await page.goto(`file://${file}`)
    await page.waitForSelector('.uplot canvas')
    expect(errors).toEqual([])
    expect(await page.locator('.uplot canvas').count()).toBeGreaterThan(3)
    expect(await page.locator('h1').textContent()).toContain(journal.run.title)
    await page.close()
  })

  it('is read on a phone without a scroll to the side', async () => {
    const page = await chromium.newPage({ viewport: { width: 390, height: 800 } })
    await page.goto(`file://${file}`)
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    expect(wide).toBe(false)
    await page.close()
  })
})
