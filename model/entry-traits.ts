import type { Entry } from './kinds.ts'

/** What sets a kind of entry apart, told once. */
export interface EntryTraits {
  /** People and load generators call it from outside. */
  readonly isPublic: boolean
  /** Why a system has one of it; null where it may have several. */
  readonly single: string | null
  /** Workloads are called through it by other workloads. */
  readonly isInner: boolean
}

/** The traits of every kind of entry. */
export const entryTraits: { readonly [K in Entry['kind']]: EntryTraits } = {
  alb: { isPublic: true, single: null, isInner: false },
  nlb: { isPublic: false, single: null, isInner: true },
  // https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-networks.html
  lattice: { isPublic: false, single: 'a VPC is associated with one service network', isInner: true },
  apigateway: { isPublic: true, single: null, isInner: false },
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
  cloudfront: { isPublic: true, single: 'the domain leads to one distribution', isInner: false },
}
