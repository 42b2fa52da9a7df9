/** In whose name a call is made, and in which region. */
export interface Caller {
  readonly accessKeyId: string
  readonly region: string
}

/**
 * The Authorization header of a call to the local AWS endpoint that no SDK makes. The endpoint reads from it who calls
 * which service, and verifies no signature (ADR 10).
 */
export function localAuthorization({ accessKeyId, region }: Caller, signingName: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  const credential = `${accessKeyId}/${day}/${region}/${signingName}/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`
}
