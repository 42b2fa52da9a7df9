import type { ErrorDocument } from './types.ts'

/** An error document as Lambda gives it to the caller of a failed invocation. */
export const errorDocument = (errorType: string, errorMessage: string): string =>
  JSON.stringify({ errorType, errorMessage } satisfies ErrorDocument)

/** The error type that a runtime put into its document; `Unknown` where it is none. */
export function typeOf(document: string): string {
  try {
    return (JSON.parse(document) as Partial<ErrorDocument>).errorType ?? 'Unknown'
  } catch {
    return 'Unknown'
  }
}
