import { spawn } from 'node:child_process'

const LAST = 20
const HEARTBEAT_MS = 8000

/** An error of the set-up: exit code 3, a prerequisite is missing. */
export class SetUpError extends Error {
  exitCode = 3
}

/** One line of progress on stderr. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** Runs a step with a line at its start, one every few seconds, and one at its end. */
export async function step(title, work) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  say(`· ${title} …`)
  const timer = setInterval(() => say(`  ${title}: still at it (${seconds()} s)`), HEARTBEAT_MS)
  try {
    const result = await work()
    say(`✓ ${title} (${seconds()} s)`)
    return result
  } finally {
    clearInterval(timer)
  }
}

/** Waits for all works, whatever becomes of one, so that none goes on unseen; then throws what went wrong. */
export async function all(works) {
  const ended = await Promise.allSettled(works)
  const wrong = ended.filter((it) => it.status === 'rejected').map((it) => it.reason.message)
  if (wrong.length > 0) throw new SetUpError([...new Set(wrong)].join('\n'))
  return ended.map((it) => it.value)
}

const live = new Set()
let interrupted = false

/** Ends the commands that run, with what they have started; resolves when they are gone. */
export async function interrupt() {
  interrupted = true
  const ended = [...live].map((child) => new Promise((resolve) => child.once('close', resolve)))
  for (const { pid } of live) {
    try {
      process.kill(-pid, 'SIGTERM')
    } catch {
      // ended meanwhile
    }
  }
  await Promise.all(ended)
}

/** Runs a command to its end, in a group of its own; an error carries its last lines and how to mend it. */
export function run(command, args, { cwd, env, mend }) {
  return new Promise((resolve, reject) => {
    if (interrupted) return reject(new SetUpError('interrupted'))
    const child = spawn(command, args, {
      cwd,
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (child.pid) live.add(child)
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) =>
      reject(new SetUpError(`'${command}' could not be started (${error.code}). ${mend}`)),
    )
    child.on('close', (code) => {
      live.delete(child)
      if (interrupted) return reject(new SetUpError('interrupted'))
      if (code === 0) return resolve(output)
      const lines = output.trimEnd().split('\n').slice(-LAST).join('\n')
      reject(new SetUpError(`'${command} ${args[0]}' ended with ${code}. ${mend}\n${lines}`))
    })
  })
}
