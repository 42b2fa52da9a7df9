import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver, type Page } from 'playwright-core'

const QUIET = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

// made for Lambda, the package asks for one process, which ends with the first page that is closed
const args = [...chromium.args.filter((it) => it !== '--single-process' && it !== '--no-zygote'), ...QUIET]

/** A headless Chromium from the npm package; Linux x64 only. */
export const browser = (): Promise<Browser> => launched(args)

// with these the package's browser keeps no origin from another
const LAX = /--disable-(web-security|site-isolation-trials|features)|--allow-running-insecure-content/

/** The same, with a browser's own rules between origins. */
export const strictBrowser = (): Promise<Browser> => launched(args.filter((it) => !LAX.test(it)))

const launched = async (args: string[]) =>
  driver.launch({ executablePath: await chromium.executablePath(), args, headless: true })

/** What went wrong in a page since this was called. */
export function errorsOf(page: Page): readonly string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('requestfailed', (request) => errors.push(`${request.url()} failed`))
  return errors
}
