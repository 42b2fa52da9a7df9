import type { Finding } from '../finding.ts'
import type { System } from '../kinds.ts'
import { alignedOf, rangeOf } from './address-range.ts'

/** Address ranges: well formed, inside the VPC, one subnet of each tier per zone, none over another. */
export function checkNetwork(system: System): readonly Finding[] {
  const vpc = rangeOf(system.vpcCidr)
  const subnets = Object.entries(system.subnets).flatMap(([tier, cidrs]) =>
    cidrs.map((cidr) => ({ where: `subnets.${tier}`, cidr, range: rangeOf(cidr) })),
  )
  const findings = subnets.flatMap(({ where, cidr, range }) => {
    if (!range) return [bad(where, cidr)]
    return vpc && (range.from < vpc.from || range.to > vpc.to)
      ? [{ where, what: `${cidr} is outside ${system.vpcCidr}`, mend: 'take a range of the VPC' }]
      : []
  })
  const overlaps = subnets.flatMap((one, index) =>
    subnets
      .slice(index + 1)
      .filter(
        (other) =>
          one.range && other.range && one.range.from <= other.range.to && other.range.from <= one.range.to,
      )
      .map((other) => ({
        where: one.where,
        what: `${one.cidr} overlaps ${other.cidr}`,
        mend: 'take another range',
      })),
  )
  const counts = Object.entries(system.subnets)
    .filter(([, cidrs]) => cidrs.length !== system.zones.length)
    .map(([tier, cidrs]) => ({
      where: `subnets.${tier}`,
      what: `${cidrs.length} subnets for ${system.zones.length} zones`,
      mend: 'give one per zone',
    }))
  const whole = vpc ? [] : [bad('vpcCidr', system.vpcCidr)]
  return [...whole, ...findings, ...overlaps, ...counts, ...sizes(system), ...gateways(system)]
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
function sizes({ vpcCidr, subnets }: System): readonly Finding[] {
  const all = [
    ['vpcCidr', vpcCidr],
    ...Object.entries(subnets).flatMap(([tier, cidrs]) => cidrs.map((cidr) => [`subnets.${tier}`, cidr])),
  ]
  return all
    .map(([where, cidr]) => ({ where: where!, cidr: cidr!, bits: Number(cidr!.split('/')[1]) }))
    .filter(({ cidr, bits }) => rangeOf(cidr) && (bits < 16 || bits > 28))
    .map(({ where, cidr }) => ({ where, what: `${cidr} is no size of AWS`, mend: 'take /16 to /28' }))
}

/** A gateway stands in a zone, and databases and balancers want two: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html */
function gateways({ operations, zones }: System): readonly Finding[] {
  const most = zones.length
  const few =
    most < 2 ? [{ where: 'zones', what: `${most} zones`, mend: 'balancers and databases want two' }] : []
  const nats = Object.entries(operations.natGateways).filter(
    ([, count]) => !(Number.isInteger(count) && count >= 1 && count <= most),
  )
  return [
    ...few,
    ...nats.map(([profile, count]) => ({
      where: `operations.natGateways.${profile}`,
      what: `${count} gateways for ${most} zones`,
      mend: `take 1 to ${most}`,
    })),
  ]
}

/** What is no range, or one that begins in the middle of another of its size. */
const bad = (where: string, cidr: string): Finding => {
  const aligned = alignedOf(cidr)
  return aligned
    ? {
        where,
        what: `'${cidr}' does not begin where a range of its size does`,
        mend: `write it as ${aligned}`,
      }
    : { where, what: `'${cidr}' is no address range`, mend: 'write it as 10.0.0.0/16' }
}
