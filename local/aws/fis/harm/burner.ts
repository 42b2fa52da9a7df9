import { createHash } from 'node:crypto'
import { isAlive } from './kill.ts'

/**
 * A process of its own that holds a share of a core, as stress-ng does in a sidecar: `burner.ts <cores> <seconds> <copy's pid>`.
 * It ends when its time is over, when its copy has gone, or when the process that started it has.
 */
const [cores = 0, seconds = 0, copyPid = 0] = process.argv.slice(2).map(Number)
const parent = process.ppid

const TURN_SECONDS = 0.01
const PAUSE_MS = 4
const REPORT_MS = 200
/** What it could not burn for want of a free core is forgiven beyond this, or it would burn over its share later. */
const MOST_OWED_SECONDS = 0.2

let forgiven = 0
const usedSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const upSeconds = () => performance.now() / 1000

/** Burns until so many CPU seconds are used; the hash is real work that no compiler takes away. */
function burn(upTo: number) {
  let block = createHash('sha256').update(String(upTo)).digest()
  while (usedSeconds() < upTo) block = createHash('sha256').update(block).digest()
}

function turn() {
  if (upSeconds() >= seconds || process.ppid !== parent || !isAlive(copyPid)) process.exit(0)
  const used = usedSeconds()
  const owed = cores * upSeconds() - used - forgiven
  if (owed > MOST_OWED_SECONDS) forgiven += owed - MOST_OWED_SECONDS
  if (owed > 0) burn(used + Math.min(owed, TURN_SECONDS))
  setTimeout(turn, PAUSE_MS)
}

const report = () => process.stdout.write(`${JSON.stringify({ cpu: usedSeconds(), seconds: upSeconds() })}\n`)
setInterval(report, REPORT_MS)
turn()
