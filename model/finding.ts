/** One thing that is wrong in a model: where, what, and how to mend it. */
export interface Finding {
  readonly where: string
  readonly what: string
  readonly mend: string
}

/** Findings for people, a line each, whatever was given. */
export const findingLines = (findings: readonly Finding[]): string =>
  findings.map((it) => `${it.where}: ${it.what} → ${it.mend}`.replaceAll(/\p{Cc}+/gu, ' ')).join('\n')
