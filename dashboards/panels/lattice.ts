import type { Lattice, Metric } from '../../model/kinds.ts'
import { metricsOf, type Panel } from './panel.ts'

/** https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-cloudwatch.html */
export function lattice(_id: string, { services }: Lattice): Panel {
  const of = (name: string) =>
    services.map((service) => metricsOf('AWS/VpcLattice', { Service: { of: service } })(name, 'Sum'))
  const figure = (label: string, name: string) => ({
    label,
    unit: 'a second' as const,
    metrics: of(name) as [Metric, ...Metric[]],
  })
  return {
    service: 'VPC Lattice',
    figures: [figure('calls', 'TotalRequestCount'), figure('5XX', 'HTTPCode_5XX_Count')],
  }
}
