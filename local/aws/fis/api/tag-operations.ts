import { Type } from 'typebox'
import { type Operation, operation } from '../../wire/service.ts'
import { invalid, notFound } from '../errors.ts'
import type { Experiments } from '../experiments.ts'
import { Tags } from '../shapes.ts'
import type { Templates } from '../templates.ts'

type TagMap = Readonly<Record<string, string>>
const resourceArn = Type.String()
/** https://docs.aws.amazon.com/fis/latest/userguide/tagging.html */
const MOST_TAGS = 50

/** `ListTagsForResource`, `TagResource`, `UntagResource` for templates and experiments. */
export function tagOperations(templates: Templates, experiments: Experiments): Record<string, Operation> {
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
  return {
    ListTagsForResource: operation({ resourceArn }, (it) => ({
      tags: change(it.resourceArn, (tags) => tags),
    })),
    TagResource: operation({ resourceArn, tags: Tags }, (it) => {
      change(it.resourceArn, (before) => ({ ...before, ...it.tags }))
      return {}
    }),
    UntagResource: operation(
      { resourceArn, tagKeys: Type.Optional(Type.Array(Type.String())) },
      ({ resourceArn: of, tagKeys = [] }) => {
        change(of, (before) =>
          Object.fromEntries(Object.entries(before).filter(([key]) => !tagKeys.includes(key))),
        )
        return {}
      },
    ),
  }
}
