import type { System } from '../model/kinds.ts'

interface Policies {
  readonly balancer: string
  readonly api: string
  readonly viewer: string
  readonly origin: string
}

/** AWS's names of what an entry takes, by the oldest version of TLS that it may be. */
const POLICIES: Readonly<Record<string, Policies>> = {
  '1.2': {
    balancer: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    api: 'TLS_1_2',
    viewer: 'TLSv1.2_2021',
    origin: 'TLSv1.2',
  },
}

/** The versions that a model may ask for. */
export const TLS_VERSIONS: readonly string[] = Object.keys(POLICIES)

// `checkSite` has refused every other version
const policies = ({ operations }: System): Policies => POLICIES[operations.tlsVersion]!

/** Security policy of a load balancer's HTTPS listener. */
export const balancerPolicy = (system: System): string => policies(system).balancer
/** Security policy of a REST API's own domain name. */
export const apiPolicy = (system: System): string => policies(system).api
/** The least that CloudFront takes from viewers. */
export const viewerPolicy = (system: System): string => policies(system).viewer
/** What CloudFront speaks with the entry behind it. */
export const originProtocol = (system: System): string => policies(system).origin
