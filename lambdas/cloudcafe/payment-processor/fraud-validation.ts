import { createHash } from 'node:crypto'

/** What the Cold Start Avalanche sends instead of messages. */
export interface StressEvent {
  readonly stress: { readonly token: string; readonly invocation: number; readonly rounds: number }
}

export const isStress = (event: object): event is StressEvent => 'stress' in event

const MOST_ROUNDS = 200_000

/** CPU-intensive fraud validation of a made-up order: hashes in a chain, and a score from them. No payment comes of it. */
export function validateFraud({ stress }: StressEvent, token: string) {
  if (token === '') throw new Error('stress is off: the function has no STRESS_TOKEN')
  if (stress.token !== token) throw new Error('stress refused: the token is wrong')
  const { invocation } = stress
  const rounds = Math.min(MOST_ROUNDS, stress.rounds)
  let proof = JSON.stringify({ order_id: `stress-${invocation}`, customer_id: `stress-${invocation % 1000}` })
  let suspicion = 0
  for (let round = 0; round < rounds; round += 1) {
    proof = createHash('sha256').update(proof).digest('hex')
    if (proof.startsWith('00')) suspicion += 1
  }
  return { validated: rounds, score: rounds === 0 ? 0 : suspicion / rounds }
}
