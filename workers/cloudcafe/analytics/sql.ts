/** A text as a literal that Redshift and PostgreSQL read alike: for Redshift a backslash would begin an escape. */
export const literal = (text: string): string =>
  `'${text.replaceAll("'", "''").replaceAll('\\', `'||CHR(92)||'`).replaceAll('\0', '')}'`

/** A moment as a TIMESTAMP literal in UTC. */
export const timestamp = (ms: number): string =>
  `'${new Date(ms).toISOString().slice(0, 23).replace('T', ' ')}'`
