import type { Command } from 'commander'
import { tableOf } from '../lib/own.ts'

/** The commands; each is read only when it is called, so that `down` loads no engine and `model` no SDK. */
const commands = tableOf<() => Promise<{ register: (command: Command) => void }>>({
  up: () => import('./up.ts'),
  down: () => import('./down.ts'),
  status: () => import('./status.ts'),
  logs: () => import('./logs.ts'),
  reset: () => import('./reset.ts'),
  doctor: () => import('./doctor.ts'),
  model: () => import('./model.ts'),
  load: () => import('./load.ts'),
  stress: () => import('./stress.ts'),
  gameday: () => import('./gameday.ts'),
  recover: () => import('./recover.ts'),
  synth: () => import('./synth.ts'),
  artifacts: () => import('./artifacts.ts'),
  images: () => import('./images.ts'),
  deploy: () => import('./deploy.ts'),
  destroy: () => import('./destroy.ts'),
  bench: () => import('./bench.ts'),
  rehearse: () => import('./rehearse.ts'),
  test: () => import('./test.ts'),
  check: () => import('./check.ts'),
  cost: () => import('./cost.ts'),
})

/** Registers the command that is called, or all of them for the help. */
export async function registerAll(program: Command): Promise<void> {
  const called = process.argv[2] ?? ''
  const names = commands[called] ? [called] : Object.keys(commands)
  for (const name of names) (await commands[name]!()).register(program.command(name))
}
