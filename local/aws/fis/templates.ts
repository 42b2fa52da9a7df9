import { join } from 'node:path'
import { arn } from '../../../model/names.ts'
import type { Context } from '../../types.ts'
import { invalid, notFound, quotaExceeded } from './errors.ts'
import { nowSeconds } from './experiment.ts'
import { newId } from './ids.ts'
import { records } from './records.ts'
import type { TemplateChange, TemplateParts } from './shapes.ts'
import type { Template } from './template.ts'
import { checkTemplate } from './validation.ts'
import type { World } from './world.ts'

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
const MOST_TEMPLATES = 500

/** Keeps experiment templates; what is put in has been checked. */
export function templates(cloud: Context, world: World) {
  const kept = records<Template>(join(cloud.state, 'fis', 'templates'))
  const arnOf = (id: string) => arn(cloud.system, 'fis', `experiment-template/${id}`)
  const find = (id: string): Template => {
    const template = kept.get(id)
    if (!template) throw notFound(`Experiment template with ID ${id} not found.`)
    return template
  }
  const deploy = (id: string, parts: TemplateParts): Template => {
    const own = { id, arn: arnOf(id), creationTime: kept.get(id)?.creationTime ?? nowSeconds() }
    return kept.put(checked({ ...own, ...partsOf(parts), tags: parts.tags ?? {} }, world))
  }
  const create = (parts: TemplateParts): Template => {
    if (kept.all().length >= MOST_TEMPLATES)
      throw quotaExceeded(`There are ${MOST_TEMPLATES} experiment templates, which is as many as may be.`)
    return deploy(newId('EXT'), parts)
  }
  const update = (id: string, parts: TemplateChange): Template => {
    const before = find(id)
    return kept.put(checked({ ...before, ...partsOf({ ...before, ...parts }) }, world))
  }
  const remove = (id: string): Template => {
    const template = find(id)
    kept.remove(id)
    return template
  }
  return { find, deploy, create, update, remove, all: kept.all, save: kept.put }
}
export type Templates = ReturnType<typeof templates>

type Parts = Omit<TemplateParts, 'clientToken' | 'tags'>

function partsOf(it: Parts): Omit<Template, 'id' | 'arn' | 'creationTime' | 'tags'> {
  if (it.experimentOptions?.accountTargeting === 'multi-account')
    throw invalid('Account targeting multi-account is not available here: there is one account.')
  return {
    description: it.description,
    targets: it.targets ?? {},
    actions: it.actions,
    stopConditions: it.stopConditions,
    roleArn: it.roleArn,
    ...(it.logConfiguration ? { logConfiguration: it.logConfiguration } : {}),
    experimentOptions: {
      accountTargeting: 'single-account',
      emptyTargetResolutionMode: it.experimentOptions?.emptyTargetResolutionMode ?? 'fail',
    },
    targetAccountConfigurationsCount: 0,
    lastUpdateTime: nowSeconds(),
  }
}

function checked(template: Template, world: World): Template {
  checkTemplate(template, world)
  return template
}
