import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FisClient, ListExperimentsCommand } from '@aws-sdk/client-fis'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localAuthorization } from '../../lib/local-authorization.ts'
import { platform } from '../../model/platform.ts'
import { place } from '../cafe.ts'
import { listeningPorts, onEach } from '../ports.ts'
import { BODY, boardUrl, traces } from '../strangers.case.ts'
import { strictBrowser } from './browser.ts'

const aws = `http://${platform.host}:${place.ports.aws}`
const config = { endpoint: aws, region: place.system.region, credentials: platform.credentials }
const FORM = 'application/x-www-form-urlencoded'

/** What the page tries at one port; the code runs in the browser. */
interface Target {
  readonly port: number
  readonly paths: readonly string[]
  readonly authorization: string
  readonly bodies: readonly (readonly [type: string, body: string])[]
}

/** Gives what could be read, by how; the attempts whose answers a page never sees leave their effects. */
async function attack({ port, paths, authorization, bodies }: Target): Promise<string[]> {
  const read: string[] = []
  const within = <T>(work: Promise<T>) =>
    Promise.race([work, new Promise<null>((done) => setTimeout(done, 3000, null))])
  const note = (how: string) => (what: unknown) =>
    void (what ? read.push(`${port} ${how}: ${what}`) : undefined)
  const fetched = async (url: string, init: RequestInit) => {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(3000) })
    return response.type === 'opaque' ? '' : `${response.status} ${response.type}`
  }
  const tries: Promise<unknown>[] = []
  for (const host of ['127.0.0.1', 'localhost'])
    for (const path of paths) {
      const url = `http://${host}:${port}${path}`
      const attempt = (how: string, work: Promise<unknown>) =>
        tries.push(within(work.then(note(how), () => null)))
      for (const mode of ['cors', 'no-cors', 'same-origin'] as const) {
        attempt(`GET ${mode} ${path}`, fetched(url, { mode, credentials: 'include' }))
        for (const [type, body] of bodies)
          attempt(
            `POST ${mode} ${path}`,
            fetched(url, { mode, method: 'POST', body, headers: { 'content-type': type } }),
          )
      }
      for (const method of ['PUT', 'DELETE', 'POST'])
        attempt(
          `${method} ${path}`,
          fetched(url, { method, headers: { authorization, 'x-amz-target': 'x' } }),
        )
      attempt(
        `image ${path}`,
        new Promise((done) => {
          const image = new Image()
          image.onload = () => done('shown')
          image.onerror = () => done('')
          image.src = url
        }),
      )
      attempt(
        `script ${path}`,
        new Promise((done) => {
          const script = document.createElement('script')
          script.onload = () => done('run')
          script.onerror = () => done('')
          script.src = url
          document.head.append(script)
        }),
      )
      attempt(
        `events ${path}`,
        new Promise((done) => {
          const source = new EventSource(url)
          source.onopen = () => done('opened')
          source.onerror = () => {
            source.close()
            done('')
          }
        }),
      )
      attempt(
        `socket ${path}`,
        new Promise((done) => {
          const socket = new WebSocket(url.replace('http', 'ws'))
          socket.onopen = () => done('opened')
          socket.onerror = () => done('')
        }),
      )
      for (const enctype of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
        const frame = document.createElement('iframe')
        frame.name = `${host}-${port}-${path}-${enctype}`
        const form = document.createElement('form')
        Object.assign(form, { method: 'POST', action: url, enctype, target: frame.name })
        for (const [, body] of bodies) {
          const field = document.createElement('input')
          field.name = body.split('=')[0]!
          field.value = body.split('=').slice(1).join('=')
          form.append(field)
        }
        document.body.append(frame, form)
        form.submit()
      }
    }
  await Promise.all(tries)
  for (const it of document.querySelectorAll('iframe, form')) it.remove()
  return read
}

/** The state that the attacks are after. */
async function state() {
  const [lambda, fis, sqs] = [new LambdaClient(config), new FisClient(config), new SQSClient(config)]
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
  const sizes = QueueUrls.map(async (QueueUrl) => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const]
    return (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes
  })
  const ledger = Object.entries((await statusOf()).endpoints).find(([id]) => id === 'payments')?.[1]
  return {
    ...(await traces()),
    functions: (await lambda.send(new ListFunctionsCommand({}))).Functions?.map((it) => it.FunctionName),
    experiments: (await fis.send(new ListExperimentsCommand({}))).experiments,
    queues: QueueUrls.map((it) => new URL(it).pathname),
    sizes: await Promise.all(sizes),
    charges: await (await fetch(`${ledger}/ledger`)).text(),
  }
}
const statusOf = async () =>
  (await (await fetch(`${boardUrl}/status`)).json()) as { endpoints: Record<string, string> }

/** Runs against a system that is up with its stress listeners. */
export function hostilePageCase() {
  const hasBrowser = process.platform === 'linux' && process.arch === 'x64'
  describe.skipIf(!hasBrowser)('a hostile page in a browser', () => {
    const site = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>prize</title><body>'),
    )
    let chromium: Browser
    let page: Page
    beforeAll(async () => {
      await new Promise<void>((done) => site.listen(0, platform.host, done))
      chromium = await strictBrowser()
      page = await chromium.newPage()
      await page.goto(`http://${platform.host}:${(site.address() as AddressInfo).port}/`)
    }, 60_000)
    afterAll(async () => {
      await chromium?.close()
      site.closeAllConnections()
      site.close()
    })

    it('reads nothing and changes nothing, on any port', { timeout: 420_000 }, async () => {
      // the control: the browser's own origin is readable, so that a page that could do nothing at all would not pass
      const own = await page.evaluate(() => fetch('/').then((it) => it.status))
      expect(own).toBe(200)
      const before = await state()
      const presigned = `/?${new URLSearchParams({
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Credential': `cafe/20260101/${config.region}/sqs/aws4_request`,
        'X-Amz-SignedHeaders': 'host',
        'X-Amz-Signature': '0',
        Action: 'CreateQueue',
        QueueName: 'stranger',
      })}`
      const read: string[] = []
      const attackOn = async (port: number) => {
        const isAws = port === place.ports.aws
        const found = await page.evaluate<string[], Target>(attack, {
          port,
          paths: isAws ? ['/', '/2015-03-31/functions', '/experiments', presigned] : ['/', '/status'],
          authorization: localAuthorization({ ...platform.credentials, region: config.region }, 'sqs'),
          bodies: [
            ['text/plain', BODY],
            [
              'text/plain',
              '{"FunctionName":"stranger","Runtime":"nodejs24.x","Role":"r","Code":{"ZipFile":""}}',
            ],
            [FORM, 'Action=CreateQueue&QueueName=stranger&Version=2012-11-05'],
          ],
        })
        read.push(...found)
      }
      await onEach([...new Set(listeningPorts().map(({ port }) => port))], attackOn)
      expect(read).toEqual([])
      expect(await state()).toEqual(before)
    })

    it('while the board draws itself under both of its names', { timeout: 60_000 }, async () => {
      for (const host of ['127.0.0.1', 'localhost']) {
        const own = await chromium.newPage()
        await own.goto(`http://${host}:${place.ports.board}/`)
        await own.waitForSelector('.uplot canvas, canvas, svg', { timeout: 20_000 })
        expect(await own.evaluate(() => fetch('/status').then((it) => it.status))).toBe(200)
        await own.close()
      }
    })
  })
}
