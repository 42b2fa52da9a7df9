import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { execa } from 'execa'
import { VERDICTS } from '../load.ts'
import { toLine } from '../record.ts'
import type { AgentEnv } from '../remote/place.ts'
import { endKey, type GeneratorEnd, pieceKey } from '../remote/results.ts'
import { readSummary } from '../summary.ts'
import { tailOf } from '../tail.ts'

const LAST_LINES = 10

/**
 * Runs k6 as asked and hands its record on while it runs, a piece every so many milliseconds, and its end; SIGTERM ends k6 in good order
 * first. Gives k6's exit code.
 */
export async function recorded(
  k6: string,
  args: readonly string[],
  env: AgentEnv,
  everyMs: number,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'load-'))
  const [record, SUMMARY, log] = ['requests.log', 'summary.json', 'k6.log'].map((it) => join(folder, it))
  const child = execa(k6, [...args, ...own(record!)], {
    env: { SUMMARY: SUMMARY!, K6_AUTO_EXTENSION_RESOLUTION: 'false' },
    stdout: ['inherit', { file: log! }],
    stderr: ['inherit', { file: log! }],
    buffer: false,
    reject: false,
  })
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => child.kill('SIGINT'))
  const send = sender(env)
  const { read } = tailOf(record!)
  const pass = async () => {
    const requests = read()
    if (requests.length > 0) await send.piece(`${requests.map(toLine).join('\n')}\n`)
  }
  const stopPassing = every(everyMs, pass)
  const { exitCode = 1 } = await child
  await stopPassing()
  await pass()
  await send.end(endOf(exitCode, SUMMARY!, log!))
  return exitCode
}

const own = (record: string) => [
  ...['--no-color', '--no-usage-report', '--log-format', 'raw', '--console-output', record],
]

function endOf(exitCode: number, summary: string, log: string): GeneratorEnd {
  const verdict = VERDICTS[exitCode]
  if (verdict && existsSync(summary)) return { verdict, summary: readSummary(summary) }
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LAST_LINES) : []
  return { failed: `k6 ended with code ${exitCode}; its last lines:\n${lines.join('\n')}` }
}

/** Puts a record's pieces under numbers that grow; a task or pod is named by its host. */
function sender({ RUN, RESULTS_BUCKET: Bucket }: AgentEnv) {
  const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined })
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }))
  const generator = `${hostname()}-${process.pid}`
  let pieces = 0
  let unsent = ''
  return {
    async piece(text: string) {
      unsent += text
      await put(pieceKey(RUN, generator, pieces + 1), unsent)
      pieces += 1
      unsent = ''
    },
    end: async (end: GeneratorEnd) => void (await put(endKey(RUN, generator), JSON.stringify(end))),
  }
}

/** Calls `work` again and again, never twice at once; what it throws is said and tried again with the next. */
function every(ms: number, work: () => Promise<void>): () => Promise<void> {
  let under: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    under = under
      .then(work)
      .catch((error: Error) => void process.stderr.write(`the record waits: ${error.message}\n`))
  }, ms)
  return async () => {
    clearInterval(timer)
    await under
  }
}
