import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { compileForBrowser } from '../../bundles/compile.ts'

/** A file of the page. */
export interface PageFile {
  readonly type: string
  readonly text: string
}
export interface Page {
  /** By the path that a browser asks for. */
  readonly files: ReadonlyMap<string, PageFile>
  readonly hash: string
}

const FOLDER = 'dashboards/board'
const uplotStyles = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css')

/** The page's files, made at the first call and then kept; a source that does not compile is an error at each call. */
export function page(root: string): () => Promise<Page> {
  let made: Promise<Page> | null = null
  return () => {
    made ??= make(root).catch((error) => {
      made = null
      throw error
    })
    return made
  }
}

async function make(root: string): Promise<Page> {
  const read = (name: string) => readFile(join(root, FOLDER, name), 'utf8')
  const [script, uplot, own, html, icon] = await Promise.all([
    compileForBrowser(root, `${FOLDER}/client/main.ts`),
    readFile(uplotStyles, 'utf8'),
    read('style.css'),
    read('index.html'),
    read('icon.svg'),
  ])
  const files = new Map<string, PageFile>([
    ['/', { type: 'text/html', text: html }],
    ['/board.js', { type: 'text/javascript', text: script.text }],
    ['/board.css', { type: 'text/css', text: `${uplot}\n${own}` }],
    ['/icon.svg', { type: 'image/svg+xml', text: icon }],
  ])
  const hash = createHash('sha256')
  for (const { text } of files.values()) hash.update(text)
  return { files, hash: hash.digest('hex').slice(0, 16) }
}
