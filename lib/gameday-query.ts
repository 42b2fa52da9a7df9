import { gunzipSync, gzipSync } from 'node:zlib'

/** One statement of SQL with its values, as the game day's function in the VPC is asked it. */
export interface Query {
  readonly sql: string
  readonly values: readonly unknown[]
}
/** Its rows, packed: Lambda's answers end at 6 MB, which ids and totals reach after some ten thousand orders. */
export interface Answer {
  /** JSON under gzip in base64. */
  readonly rows: string
}

export const packed = (rows: readonly unknown[]): Answer => ({
  rows: gzipSync(JSON.stringify(rows)).toString('base64'),
})
export const unpacked = <Row>({ rows }: Answer): Row[] =>
  JSON.parse(gunzipSync(Buffer.from(rows, 'base64')).toString()) as Row[]
