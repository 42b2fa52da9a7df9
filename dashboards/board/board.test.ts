import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dimensionsOf } from '../../model/dimensions.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { openBrowser } from './fixtures/browser.ts'
import { alarmOf, type TestBoard, taskOf, testBoard } from './fixtures/cloud.ts'

let browser: Browser
let board: TestBoard
let page: Page
let wrong: string[]

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())
beforeEach(async () => {
  board = await testBoard()
  page = await browser.newPage()
  wrong = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (it) => it.type() === 'error' && wrong.push(it.text()))
  await page.goto(board.url)
  await page.waitForSelector('#summary[data-tone]')
})
afterEach(async () => {
  await page.close()
  await board.close()
})

/** As people see it. */
const text = (selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((it) => it.textContent)
const colour = (selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((it) => getComputedStyle(it).color)

describe('the board in a browser', () => {
  it('has a card for every member that is drawn, and a tile for every copy', async () => {
    for (const id of ['clients', ...Object.keys(cloudcafe.entries), ...Object.keys(cloudcafe.workloads)])
      expect(await page.locator(`#card-${id}`).count()).toBe(1)
    expect(await page.locator('#card-order .tile').count()).toBe(2)
    expect(await text('#card-order .parts')).toBe('2 of 2 tasks')
    expect(await page.locator('#card-aurora .tile').count()).toBe(2)
    expect(wrong).toEqual([])
  })

  it('follows copies that come, fall ill and are chosen by an experiment', async () => {
    const [well, other] = board.set.copies
    board.set.copies = [
      well!,
      { ...other!, healthy: false },
      taskOf('e0e1e2e3e4', 'c', { state: 'provisioning', pid: null, healthy: false }),
    ]
    await page.waitForSelector('#card-order .tile[data-tone="coming"]')
    expect(await page.locator('#card-order .tile[data-tone="ill"]').count()).toBe(1)
    expect(await text('#card-order .parts')).toBe('1 of 2 tasks')
    expect(await text('#summary')).toContain('Order service')
  })

  it('turns an alarm red, puts it first and says so', async () => {
    const before = await colour('.alarms .state')
    board.set.alarms = Object.keys(cloudcafe.alarms).map((id) =>
      alarmOf(id, id === 'order-slow' ? 'ALARM' : 'OK'),
    )
    await page.waitForSelector('.alarms [data-state="ALARM"]')
    expect(await text('.alarms li .name b')).toBe('cloudcafe-order-slow')
    expect(await colour('.alarms .state')).not.toBe(before)
    expect(await text('#summary')).toContain('1 alarm on: cloudcafe-order-slow')
    expect(await page.title()).toContain('1 alarm')
  })

  it('shows figures that CloudWatch has, by the second', async () => {
    const put = () =>
      board.sink.put(
        'AWS/ApplicationELB',
        'RequestCount',
        dimensionsOf(cloudcafe, {
          namespace: '',
          name: '',
          stat: '',
          dimensions: { LoadBalancer: { of: 'alb' } },
        }),
        40,
      )
    put()
    await expect.poll(() => text('#card-alb .figures dd'), { timeout: 20_000, interval: 200 }).toBe('4.0/s')
    expect(await page.locator('#plots canvas').count()).toBeGreaterThan(0)
  })

  it('shows an experiment, its target and what came of it', async () => {
    const target = board.set.copies[0]!.arn
    board.set.experiments = [experimentOn(target)]
    await page.waitForSelector('.experiments li')
    expect(await text('.experiments')).toContain('✓ landed')
    expect(await page.locator('#card-order .tile[data-target]').count()).toBe(1)
  })

  it('writes the journal as it happens, newest first, and never as markup', async () => {
    board.feed.say({ part: 'order', what: 'task <b>started</b>', detail: { zone: 'a' } })
    await page.waitForSelector('.lines-of-journal li')
    expect(await text('.lines-of-journal li')).toContain('order task <b>started</b> zone a')
  })

  it('says when it has lost the supervisor, and is live again after its restart', async () => {
    const port = Number(new URL(board.url).port)
    await board.close()
    await page.waitForSelector('body[data-lost]')
    expect(await text('#link')).toContain('not been heard since')
    board = await testBoard(port)
    await page.waitForSelector('body:not([data-lost])')
    expect(await text('#link')).toBe('Live')
  })

  it('draws its plots in a browser whose language is no language tag', async () => {
    await page.addInitScript(() =>
      Object.defineProperty(navigator, 'language', { value: 'en-US@posix', configurable: true }),
    )
    await page.reload()
    await page.waitForSelector('#plots canvas')
    expect(wrong).toEqual([])
  })

  it('fits a phone, and is reached by keyboard', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
    await page.locator('#card-order').focus()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('card-order')
  })
})

function experimentOn(target: string): TestBoard['set']['experiments'][number] {
  const action = { actionId: 'aws:ecs:stop-task', state: { status: 'running' as const, reason: '' } }
  return {
    id: 'EXPtest',
    title: 'Half of the order tasks are stopped',
    experiment: {
      id: 'EXPtest',
      arn: 'arn:aws:fis:us-east-1:000000000001:experiment/EXPtest',
      experimentTemplateId: 'EXTtest',
      roleArn: '',
      state: { status: 'running', reason: 'Experiment is running.' },
      targets: {},
      actions: { stop: action },
      stopConditions: [],
      creationTime: Date.now() / 1000,
      startTime: Date.now() / 1000,
      tags: {},
      experimentOptions: {
        accountTargeting: 'single-account',
        emptyTargetResolutionMode: 'fail',
        actionsMode: 'run-all',
      },
      targetAccountConfigurationsCount: 0,
    },
    resolvedTargets: [],
    verdicts: [
      {
        action: 'stop',
        actionId: 'aws:ecs:stop-task',
        target,
        landed: { ok: true, evidence: 'its process is gone' },
        clean: { ok: false, evidence: 'not asked yet' },
      },
    ],
  }
}
