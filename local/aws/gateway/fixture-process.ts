import { testContext, testGateway } from './fixture.ts'

/** A gateway in a process of its own, for tests that kill it: says where it is as one line of JSON. */
const { config, engine } = await testGateway(testContext(process.argv[2]))
process.stdout.write(`${JSON.stringify({ config, pids: engine.processes().map(({ pid }) => pid) })}\n`)
