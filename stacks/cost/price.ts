import type { Source } from './sources.ts'

/** One price of AWS's public list. */
export interface Price {
  /** US dollars for one unit. */
  readonly usd: number
  /** What is counted, such as `hour`. */
  readonly unit: string
  /** AWS's page that has it. */
  readonly page: string
  /** What it was held against; a price without one is known from the list, and to be held against the page before it is relied upon. */
  readonly source?: Source
}

/** The region whose prices these are; others cost up to a third more. */
export const REGION = 'us-east-1'
/** When the table was last gone through. */
export const AS_OF = '2026-11-22'
/** Hours that AWS counts to a month. */
export const HOURS = 730

/** Prices of one page. */
export function priced<Id extends string>(
  page: string,
  prices: Readonly<Record<Id, readonly [usd: number, unit: string, source?: Source]>>,
): Readonly<Record<Id, Price>> {
  const entries = Object.entries<readonly [number, string, Source?]>(prices)
  return Object.fromEntries(
    entries.map(([id, [usd, unit, source]]) => [
      id,
      { usd, unit, page: `https://aws.amazon.com/${page}/pricing/`, ...(source ? { source } : {}) },
    ]),
  ) as Record<Id, Price>
}
