import type { Finding } from '../finding.ts'
import type { Journey, Resource, System } from '../kinds.ts'
import { resourceTraits } from '../resource-traits.ts'

/** Subjects that no store vouches for, steps that accept what nobody knows, visitors who find no door. */
export function checkSubjects(system: System): readonly Finding[] {
  return [...truths(system), ...accepted(system), ...words(system), ...doors(system)]
}

const known = (record: object): string => Object.keys(record).join(', ') || 'none yet'

/** Kinds that the function of game days can ask (`lambdas/gameday-query`). */
const ASKED_BY_FUNCTION: readonly Resource['kind'][] = ['aurora']

/** It has an address in the VPC and no API of AWS that would answer from outside. */
const isAskedInside = ({ kind }: Resource): boolean =>
  resourceTraits[kind].inVpc && resourceTraits[kind].sdk.length === 0

function truths({ subjects, resources }: System): Finding[] {
  return Object.entries(subjects).flatMap(
    ([
      id,
      {
        truth: { store, secret },
      },
    ]) => {
      const where = `subjects.${id}.truth`
      const it = resources[store]
      if (!it) return [{ where, what: `'${store}' is no resource`, mend: `take one of ${known(resources)}` }]
      if (isAskedInside(it) && secret === undefined)
        return [{ where, what: `'${store}' is inside the VPC`, mend: 'name the secret that opens it' }]
      if (secret === undefined) return []
      const opens = resources[secret]
      if (opens?.kind === 'secret' && opens.of === store && ASKED_BY_FUNCTION.includes(it.kind)) return []
      const what = `'${secret}' does not open '${store}' to a function of game days`
      return [{ where, what, mend: `name a secret of that store, which is one of ${ASKED_BY_FUNCTION}` }]
    },
  )
}

function accepted({ journeys, subjects }: System): Finding[] {
  return stepsOf(journeys).flatMap(({ where, step: { accepts, remember = {} } }) => {
    if (accepts === undefined) return []
    return [
      ...(Object.hasOwn(subjects, accepts)
        ? []
        : [
            {
              where,
              what: `accepts '${accepts}', which is no subject`,
              mend: `take one of ${known(subjects)}`,
            },
          ]),
      ...(Object.hasOwn(remember, accepts)
        ? []
        : [{ where, what: `accepts '${accepts}' and remembers no id of it`, mend: `add it to remember` }]),
    ]
  })
}

/** The record of a load has them in lines whose fields are parted by blanks. */
function words({ journeys, subjects }: System): Finding[] {
  const named = [
    ...Object.keys(journeys).map((id) => ({ where: `journeys.${id}`, id })),
    ...stepsOf(journeys).map(({ where, step }) => ({ where, id: step.name })),
    ...Object.keys(subjects).map((id) => ({ where: `subjects.${id}`, id })),
  ]
  return named
    .filter(({ id }) => !/^[\w-]+$/.test(id))
    .map(({ where, id }) => ({
      where,
      what: `'${id}' is not one word`,
      mend: 'take letters, digits and hyphens',
    }))
}

const stepsOf = (journeys: Readonly<Record<string, Journey>>) =>
  Object.entries(journeys).flatMap(([id, it]) =>
    it.steps.map((step) => ({ where: `journeys.${id}.steps.${step.name}`, step })),
  )

function doors({ frontDoor, entries, loads }: System): Finding[] {
  const where = 'frontDoor'
  const mend = `take one of ${known(entries)}`
  if (frontDoor !== undefined && !Object.hasOwn(entries, frontDoor))
    return [{ where, what: `'${frontDoor}' is no entry`, mend }]
  if (frontDoor === undefined && Object.keys(loads).length > 0)
    return [{ where, what: 'the loads have no entry to go to', mend }]
  return []
}
