/** Starts one engine in a process of its own, says so on stdout, and waits to be killed: `node orphan.ts <resource> <state>`. */
import { engines } from '../../local/engines/index.ts'
import { contextIn } from './context.ts'

const [resource = '', state = ''] = process.argv.slice(2)
const engine = engines(contextIn(state).ctx).of(resource)
await engine.start()
process.stdout.write(`${JSON.stringify({ endpoint: engine.endpoint(), processes: engine.processes() })}\n`)
