import type { System, Workload } from '../../model/kinds.ts'
import type { Unsupported } from '../../model/projection.ts'
import { entryPanel, resourcePanel, workloadPanel } from '../panels/index.ts'
import type { Figure, Panel } from '../panels/panel.ts'
import { columns, type Kind } from './columns.ts'
import type { CardPlan, FigurePlan } from './wire.ts'

/** What this machine plays of a kind, or why nothing. */
export type Support = Readonly<Record<Kind, string | Unsupported>>

/** A card with the figures that its numbers are read from. */
export interface Card {
  readonly plan: CardPlan
  readonly figures: readonly Figure[]
}

/** The client's card: where every request begins. */
export const CLIENTS = 'clients'

/** A card for each entry, workload and resource that is drawn, the clients before them. */
export function cardsOf(system: System, support: Support): readonly Card[] {
  const deadLetters = deadLetterQueues(system)
  const entries = Object.entries(system.entries).map(([id, it]) =>
    cardOf({ id, title: it.title, kind: it.kind, support, panel: entryPanel(id, it, system) }),
  )
  const workloads = Object.entries(system.workloads).map(([id, it]) => {
    const panel = workloadPanel(id, it, system)
    return cardOf({ id, title: it.title, kind: it.on, support, panel, cpuTarget: cpuTarget(it) })
  })
  const resources = Object.entries(system.resources)
    .filter(([id]) => !deadLetters.has(id))
    .map(([id, it]) =>
      cardOf({
        id,
        title: titleOf(id, it.title),
        kind: it.kind,
        support,
        panel: resourcePanel(id, it, system),
      }),
    )
  return [clients(), ...[...entries, ...workloads, ...resources].flatMap((it) => it ?? [])]
}

interface Member {
  readonly id: string
  readonly title: string
  readonly kind: Kind
  readonly support: Support
  readonly panel: Panel | Unsupported
  readonly cpuTarget?: number | null
}

function cardOf({ id, title, kind, support, panel, cpuTarget = null }: Member): Card | null {
  const column = columns[kind]
  if (!column) return null
  const known = 'unsupported' in panel ? { service: '', figures: [] } : panel
  const here = support[kind]
  const played = typeof here === 'string'
  const why = played ? ('unsupported' in panel ? panel.unsupported : null) : here.unsupported
  const figures = played ? known.figures : []
  const plan: CardPlan = {
    id,
    title,
    service: known.service,
    column,
    noun: ('noun' in known && known.noun) || null,
    note: why,
    played,
    cpuTarget,
    figures: figures.map(figurePlan),
  }
  return { plan, figures }
}

const clients = (): Card => ({
  plan: {
    id: CLIENTS,
    title: 'Clients',
    service: 'Internet',
    column: 'in',
    noun: null,
    note: null,
    played: true,
    cpuTarget: null,
    figures: [],
  },
  figures: [],
})

/** A figure as the page needs it: without where it is read. */
export const figurePlan = ({ label, unit, limit, rare }: Figure): FigurePlan => ({
  label,
  unit,
  limit: limit ?? null,
  rare: rare ?? false,
})

/** Stores are known by their ids, as they stand in code and logs. */
const titleOf = (id: string, title: string): string => (title.startsWith(id) ? title : id)

const cpuTarget = (it: Workload): number | null =>
  'scaling' in it && it.scaling.on === 'cpu' ? it.scaling.target : null

/** Queues that stand in the card of the queue whose dead letters they take. */
function deadLetterQueues({ resources }: System): ReadonlySet<string> {
  return new Set(
    Object.values(resources).flatMap((it) => (it.kind === 'sqs' && it.redrive ? [it.redrive.to] : [])),
  )
}
