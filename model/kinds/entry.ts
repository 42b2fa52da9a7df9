/** A path rule: `/api/orders` and everything below goes to the workload, the prefix `/api` taken off. */
export interface Route {
  readonly prefix: string
  readonly strip: string
  readonly to: string
  readonly targetGroup: string
  readonly auth: 'none' | 'api-key' | 'jwt'
  /** Of a route to a function: headers and query come and go as lists, so that one that is repeated keeps all its values. */
  readonly multiValueHeaders?: boolean
}
export interface Alb {
  readonly kind: 'alb'
  readonly title: string
  readonly scheme: 'internet-facing' | 'internal'
  readonly routes: readonly Route[]
  /** Seconds that a target may take to answer before the client gets a 504 (never scaled). */
  readonly idleTimeoutSeconds: number
  /** Seconds that a target which leaves may take to finish its requests. */
  readonly deregistrationSeconds: number
  readonly tags: Readonly<Record<string, string>>
}
export interface Nlb {
  readonly kind: 'nlb'
  readonly title: string
  readonly scheme: 'internal'
  readonly port: number
  readonly to: string
  readonly targetGroup: string
  /** Seconds that a target which leaves may take to finish its flows. */
  readonly deregistrationSeconds: number
  readonly tags: Readonly<Record<string, string>>
}
export interface Lattice {
  readonly kind: 'lattice'
  readonly title: string
  readonly services: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}
export interface ApiGateway {
  readonly kind: 'apigateway'
  readonly title: string
  readonly to: string
  readonly tags: Readonly<Record<string, string>>
}
export interface CloudFront {
  readonly kind: 'cloudfront'
  readonly title: string
  readonly to: string
  readonly cached: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}
export type Entry = Alb | Nlb | Lattice | ApiGateway | CloudFront
