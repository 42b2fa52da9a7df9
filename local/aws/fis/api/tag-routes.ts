import Type from 'typebox'
import { invalid, notFound } from '../errors.ts'
import type { Experiments } from '../experiments.ts'
import { Tags } from '../shapes.ts'
import type { Templates } from '../templates.ts'
import type { FisApp } from './app.ts'

type TagMap = Readonly<Record<string, string>>
interface Arn {
  readonly arn: string
}
/** https://docs.aws.amazon.com/fis/latest/userguide/tagging.html */
const MOST_TAGS = 50

/** `ListTagsForResource`, `TagResource`, `UntagResource` for templates and experiments. */
export function tagRoutes(app: FisApp, templates: Templates, experiments: Experiments): void {
  const change = (arn: string, to: (tags: TagMap) => TagMap): TagMap => {
    const template = templates.all().find((it) => it.arn === arn)
    const record = experiments.all().find((it) => it.experiment.arn === arn)
    if (!template && !record) throw notFound(`Resource ${arn} not found.`)
    const tags = to(template?.tags ?? record!.experiment.tags)
    if (Object.keys(tags).length > MOST_TAGS) throw invalid(`A resource has at most ${MOST_TAGS} tags.`)
    if (template) templates.save({ ...template, tags })
    if (record) experiments.save({ ...record, experiment: Object.assign(record.experiment, { tags }) })
    return tags
  }
  app.get<{ Params: Arn }>('/tags/:arn', ({ params }) => ({ tags: change(params.arn, (tags) => tags) }))
  app.post<{ Params: Arn }>('/tags/:arn', { schema: { body: Type.Object({ tags: Tags }) } }, (request) => {
    const { tags } = request.body as { tags: TagMap }
    change(request.params.arn, (before) => ({ ...before, ...tags }))
    return {}
  })
  app.delete<{ Params: Arn; Querystring: { tagKeys?: string | string[] } }>('/tags/:arn', (request) => {
    const keys = [request.query.tagKeys ?? []].flat()
    change(request.params.arn, (before) =>
      Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key))),
    )
    return {}
  })
}
