import type { ZonalShifts } from '../../entries/zonal-shifts.ts'
import type { Faults } from '../../runtimes/lambda/faults.ts'
import type { AuroraEngine, Copy, Links, Runtime } from '../../types.ts'
import type { Automations } from '../ssm/automations.ts'

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

/** CloudWatch, as far as stop conditions need it. */
export interface AlarmStates {
  /** Null where no alarm has that ARN. */
  state(arn: string): AlarmState | null
  /** Called at every change; the function given back ends it. */
  onChange(listener: (arn: string, state: AlarmState) => void): () => void
}

/** What faults need of a scheduler. */
export type Scheduler = Pick<Runtime, 'copies' | 'stopCopy' | 'startCopy' | 'attach'>

/** What faults act upon; ids are the model's. */
export interface World {
  /** The scheduler for each place that copies run on; one may stand under several names. */
  readonly runtimes: Readonly<Record<Copy['on'], Scheduler>>
  readonly aurora: Readonly<Record<string, AuroraEngine>>
  readonly links: Links
  /** Zones that balancers send nothing to. */
  readonly shifts: ZonalShifts
  /** What is done to invocations of functions. */
  readonly functionFaults: Pick<Faults, 'add' | 'of'>
  readonly automations: Pick<Automations, 'start' | 'find' | 'ended' | 'stop'>
  readonly alarms: AlarmStates
}

/** Copies of one place, in the order in which its scheduler lists them. */
export const copiesOn = (world: World, on: Copy['on']): readonly Copy[] =>
  world.runtimes[on].copies().filter((copy) => copy.on === on)

/** The copy as it is now; undefined once its scheduler has forgotten it. */
export const copyNow = (world: World, on: Copy['on'], id: string): Copy | undefined =>
  world.runtimes[on].copies().find((copy) => copy.id === id)
