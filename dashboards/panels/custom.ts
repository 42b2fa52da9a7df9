import type { Workload } from '../../model/kinds.ts'
import { type Figure, metricsOf, type Unit } from './panel.ts'

/** How a custom metric is shown, by CloudWatch's unit of it. */
const SHOWN: Readonly<Record<string, { readonly unit: Unit; readonly stat: string; readonly rare?: true }>> =
  {
    Count: { unit: 'a second', stat: 'Sum' },
    Milliseconds: { unit: 'milliseconds', stat: 'p95', rare: true },
    // of stress scenarios
    Percent: { unit: 'percent', stat: 'Maximum', rare: true },
  }

/** The custom metrics that a workload emits. */
export const customFigures = (id: string, { metrics }: Workload): readonly Figure[] =>
  metrics.flatMap(({ namespace, name, unit }) => {
    const shown = SHOWN[unit]
    if (!shown) return []
    const { stat, ...how } = shown
    return [{ label: words(name), ...how, metrics: [metricsOf(namespace, { Workload: id })(name, stat)] }]
  })

/** `OrderCreationDuration` → `order creation duration`, `RestockCPU` → `restock CPU`. */
const words = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[A-Z][a-z]+/g, (word) => word.toLowerCase())
