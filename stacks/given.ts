import type { System } from '../model/kinds.ts'
import { arn, envName } from '../model/names.ts'
import { CDN_REGION } from './regions.ts'

/** What only who deploys knows: a variable of Terraform without a default. */
export interface Given {
  readonly name: string
  readonly description: string
  /** What its value is like, as both JavaScript and Terraform's RE2 read it. */
  readonly pattern: string
  /** True for what is shown nowhere, and kept in no plan and no state. */
  readonly secret?: true
  /** How to set it, to the full stop. */
  readonly mend: string
}

/** Environment key by which Terraform takes it. */
export const keyOf = ({ name }: Pick<Given, 'name'>): string => `TF_VAR_${name}`

/** A region and an account, or patterns of them. */
type Place = Pick<System, 'region' | 'account'>

/** Any place: a certificate is one, wherever it is of. */
export const ANY_PLACE: Place = { region: '[a-z0-9-]+', account: '[0-9]{12}' }

const certificateArn = (system: System, id: string) => arn(system, 'acm', `certificate/${id}`)

/** The domain under which public entries answer: TLS knows no other way to them. */
export const DOMAIN: Given = {
  name: 'domain',
  description: 'Domain that the public entries answer under.',
  pattern: '^([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]{2,}$',
  mend: 'set it to a domain of yours, as cafe.example.com',
}

/** Where that domain is made known. */
export const ZONE: Given = {
  name: 'zone_id',
  description: 'Id of the hosted zone of the domain in Route 53.',
  pattern: '^Z[A-Z0-9]+$',
  mend: 'set it to the id of a hosted zone, as Z0123456789ABCDEFGHIJ',
}

const certificate = (name: string, where: string, system: System, place: Place): Given => ({
  name,
  description: `Certificate for the domain and all names right below it, in AWS Certificate Manager of ${where}.`,
  pattern: `^${certificateArn({ ...system, ...place }, '[0-9a-f-]+')}$`,
  mend: `set it to the ARN of a certificate, as ${certificateArn(system, '…')}`,
})

/** The certificate with which balancers and APIs answer; AWS refuses one of another place. */
export const certificateOf = (system: System, place: Place = system): Given =>
  certificate('certificate_arn', 'this region', system, place)

const inCdn = <It extends Place>(place: It): It => ({ ...place, region: CDN_REGION })

/** The same for CloudFront, which looks for it in one region only; where that is this one, it is the one above. */
export const cdnCertificateOf = (system: System, place: Place = system): Given =>
  system.region === CDN_REGION
    ? certificateOf(system, place)
    : certificate('cdn_certificate_arn', CDN_REGION, inCdn(system), inCdn(place))

/** A host with a domain, then a port and a path where there are any. */
const URL_PATTERN = '^https://([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]{2,}(:[0-9]+)?(/[^ /?#]+)*$'

/** Where a provider is that is outside, and so somebody else's. */
export const providerUrlOf = (system: System, id: string): Given => ({
  name: `${envName(id).toLowerCase()}_url`,
  description: `Base URL of ${system.workloads[id]!.title}, without a slash at its end.`,
  pattern: URL_PATTERN,
  mend: 'set it to its URL, as https://payments.example',
})

/** What a parameter holds: as long as AWS takes, and a program can repeat. */
export const parameterOf = (system: System, id: string): Given => ({
  name: envName(id).toLowerCase(),
  description: `${system.resources[id]!.title}.`,
  pattern: '^[!-~]{8,1000}$',
  secret: true,
  mend: 'set it to the key, 8 to 1000 letters, digits and signs',
})

/** Who is told of alarms and budgets: a topic without a subscriber tells nobody. */
export const ALERTS_EMAIL: Given = {
  name: 'alerts_email',
  description: 'Address that alarms and budgets are told to.',
  pattern: '^[^@ ]+@([a-zA-Z0-9-]+[.])+[a-zA-Z]{2,}$',
  mend: 'set it to an e-mail address; AWS asks it for a confirmation',
}

/** All that who deploys a system to a place has to give. */
export function givensOf(system: System, place: Place = system): readonly Given[] {
  const used = new Set(Object.values(system.workloads).flatMap((it) => it.uses.map(({ id }) => id)))
  const outside = [...used].filter((id) => system.workloads[id]?.on === 'outside')
  const parameters = Object.keys(system.resources).filter((id) => system.resources[id]!.kind === 'parameter')
  const certificates = [certificateOf(system, place), cdnCertificateOf(system, place)]
  return [
    DOMAIN,
    ZONE,
    ALERTS_EMAIL,
    ...certificates.filter(({ name }, at) => certificates.findIndex((it) => it.name === name) === at),
    ...outside.map((id) => providerUrlOf(system, id)),
    ...parameters.map((id) => parameterOf(system, id)),
  ]
}
