import type { System, Truth } from './kinds.ts'

/** Databases inside the VPC that say what was accepted, each once: on AWS a function of the game day has to ask them. */
export function truthsInside({ subjects }: Pick<System, 'subjects'>): readonly Required<Truth>[] {
  const byStore = new Map(Object.values(subjects).map(({ truth }) => [truth.store, truth]))
  return [...byStore.values()].filter((it): it is Required<Truth> => it.secret !== undefined)
}
