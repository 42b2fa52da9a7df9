import type { ExperimentNow, TargetNow } from '../../dashboards/board/wire.ts'
import { hasEnded } from '../aws/fis/experiment.ts'
import type { Fis } from '../aws/fis/fis.ts'

type Listed = ReturnType<Fis['experiments']>[number]

/** Experiments that run, and those that have ended since then (milliseconds of the epoch), newest first. */
export const experimentsOf = (fis: Pick<Fis, 'experiments'>, since: number): readonly ExperimentNow[] =>
  fis
    .experiments(since / 1000)
    .map(experimentOf)
    .sort((a, b) => b.startedAt - a.startedAt)

function experimentOf({ id, title, experiment, verdicts }: Listed): ExperimentNow {
  const { state, actions, startTime, creationTime, endTime } = experiment
  return {
    id,
    name: title,
    status: state.status,
    reason: state.reason,
    startedAt: (startTime ?? creationTime) * 1000,
    endedAt: hasEnded(experiment) ? (endTime ?? creationTime) * 1000 : null,
    actions: Object.entries(actions).map(([name, it]) => ({
      name,
      id: it.actionId,
      status: it.state.status,
    })),
    targets: verdicts.map(({ target, landed, clean }): TargetNow => ({ target, landed, clean })),
  }
}

/** Ids and ARNs of what running experiments have chosen. */
export const targetsOf = (experiments: readonly ExperimentNow[]): ReadonlySet<string> =>
  new Set(
    experiments.filter((it) => it.endedAt === null).flatMap((it) => it.targets.map((one) => one.target)),
  )
