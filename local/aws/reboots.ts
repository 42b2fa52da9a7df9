import { type Estate, inBackground } from './estate.ts'

/** Reboots of engines that an API has begun. */
export interface Reboots {
  /** True from the call on, until the engine is back. */
  readonly isUnderWay: (id: string) => boolean
  /** The engine answers, and is not about to go. */
  readonly isUp: (id: string) => Promise<boolean>
  /** Reboots an engine while the call is answered; `back` is called when it is there again. */
  readonly begin: (id: string, what: string, back?: () => void) => void
}

/** None is under way yet. */
export function reboots(estate: Pick<Estate, 'engines' | 'say'>): Reboots {
  const { engines } = estate
  const going = new Set<string>()
  return {
    isUnderWay: (id) => going.has(id),
    isUp: async (id) => !going.has(id) && (await engines.of(id).health()) === null,
    begin(id, what, back = () => undefined) {
      going.add(id)
      const rebooted = engines
        .rebootable(id)
        .reboot()
        .finally(() => going.delete(id))
      inBackground(estate, what, rebooted.then(back))
    },
  }
}
