import { type Act, AT_ONCE, timed } from './acts.ts'
import { endsInOrder, reversed } from './order.ts'
import { type Stage, StepError } from './steps.ts'

/** What became of a stack in the end. */
export interface End {
  /** Null where it was not destroyed. */
  readonly destroySeconds: number | null
  /** Addresses of what is left of it. */
  readonly left: readonly string[]
  /** What Terraform said of it, or of a stack that reads it and is left; empty where all is gone. */
  readonly why: string
}

/** Destroys the stacks, each after those that read it; what Terraform refuses stays, and with it what it reads. Returns how each ended, in the order of the stacks. */
export async function destroyAll(acts: readonly Act[], say: Stage['say']): Promise<readonly End[]> {
  const ends = await endsInOrder(reversed(acts), AT_ONCE, async ({ name, steps }) => {
    const { seconds } = await timed(() => steps.destroy())
    say(`✓ ${name}: destroyed (${seconds} s)`)
    return seconds
  })
  return Promise.all(ends.toReversed().map((end, at) => endOf(acts[at]!, end, say)))
}

async function endOf(
  { name, steps }: Act,
  end: PromiseSettledResult<number>,
  say: Stage['say'],
): Promise<End> {
  if (end.status === 'fulfilled') return { destroySeconds: end.value, left: [], why: '' }
  const why = whyOf(end.reason)
  say(`✗ ${name}: not destroyed`)
  return { destroySeconds: null, left: await steps.held(), why }
}

/** What a step said that failed, in one line; all else that is thrown is an error of the rehearsal. */
export function whyOf(thrown: unknown): string {
  if (thrown instanceof StepError) return thrown.message.replaceAll(/\s*\n\s*/g, ' ')
  throw thrown
}
