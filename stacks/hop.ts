import { Fn } from 'cdktf'

/** How an entry tells the next one that it has counted the client already. */
export interface Hop {
  readonly header: string
  /** Unguessable outside the account. */
  readonly value: string
}

/**
 * The mark of what another entry passes on. Its value is the id of a KMS key: AWS draws it at random, it is shown to
 * nobody outside the account, and it needs no secret of its own.
 */
export const hopOf = (keyArn: string): Hop => ({
  header: 'x-cafe-hop',
  value: Fn.element(Fn.split('/', keyArn), 1),
})
