import { runningExperiments } from './faults.ts'
import type { Playbook } from './playbook.ts'
import type { Site, Stage } from './site.ts'

/** Everything without which a game day cannot begin, each with how to mend it; empty where nothing is lacking. */
export async function lackingFor(stage: Stage, playbook: Playbook): Promise<string[]> {
  return [
    ...(await stage.site.load.findings(playbook.load)),
    ...templatesLacking(stage.site, playbook),
    ...storesLacking(stage.site, playbook),
    ...(await sickEngines(stage.site)),
    ...(await otherExperiments(stage)),
  ]
}

/** Experiments of the playbook for which no template stands where templates are deployed. */
function templatesLacking({ templates }: Site, { injects }: Playbook): string[] {
  const wanted = templates ? [...new Set(injects.map((it) => it.experiment))] : []
  return wanted.flatMap((id) =>
    templates?.[id]
      ? []
      : `experiment '${id}' has no template there: deploy again, then read the outputs anew`,
  )
}

/** Databases whose writer is evidence, and which nobody can ask from where the game day is played. */
function storesLacking({ stores }: Site, { injects }: Playbook): string[] {
  return injects.flatMap(({ id, evidence }) =>
    evidence.kind === 'writer' && !stores[evidence.resource]
      ? `'${evidence.resource}' cannot be asked from here, so inject '${id}' could not be seen: make it the truth of a subject`
      : [],
  )
}

interface Sick {
  readonly engines: readonly { readonly id: string; readonly health: string | null }[]
}

/** Engines of the local platform that do not answer; on AWS nobody asks. */
async function sickEngines({ statusUrl, command }: Site): Promise<string[]> {
  if (!statusUrl) return []
  try {
    const status = (await (await fetch(statusUrl)).json()) as Sick
    return status.engines.flatMap((it) =>
      it.health === null ? [] : `${it.id} is not well: ${it.health}; ${command(`logs ${it.id}`)} says more`,
    )
  } catch (error) {
    return [`the platform does not answer at ${statusUrl} (${error}): ${command('up')} starts it`]
  }
}

async function otherExperiments(stage: Stage): Promise<string[]> {
  const { command } = stage.site
  try {
    const running = await runningExperiments(stage)
    return running.map(
      (id) => `experiment ${id} is running: wait for its end, or ${command('recover')} stops it`,
    )
  } catch (error) {
    return [`FIS does not answer (${error}): ${command('status')} says what is up`]
  }
}
