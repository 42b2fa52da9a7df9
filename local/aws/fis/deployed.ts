import { templateOf } from '../../../chaos/experiments/template.ts'
import { drillsOf } from '../../../chaos/systems.ts'
import type { System } from '../../../model/kinds.ts'
import { standingId } from './ids.ts'
import type { TemplateParts } from './shapes.ts'
import type { Templates } from './templates.ts'

/**
 * Makes a template of each of the system's experiments, as a deployment does on AWS: it is found by its tag `Name`, and
 * is as the code has it again at every start.
 */
export function deployExperiments(system: System, templates: Templates): void {
  for (const it of drillsOf(system.id).experiments) {
    const template = templateOf({ ...it, system })
    templates.deploy(standingId(`${system.id}-${it.id}`), template as TemplateParts)
  }
}
