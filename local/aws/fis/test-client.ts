import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateExperimentTemplateCommand,
  type CreateExperimentTemplateCommandInput,
  type Experiment,
  type FisClient,
  GetExperimentCommand,
  StartExperimentCommand,
  type StartExperimentCommandInput,
  StopExperimentCommand,
} from '@aws-sdk/client-fis'
import { faultRoleArn } from '../../../model/names.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'

export type Parts = Partial<CreateExperimentTemplateCommandInput>
const UNDER_WAY = ['pending', 'initiating', 'running', 'stopping']

/** What tests do with an FIS client, in few words. */
export function testClient(client: FisClient) {
  const create = async (parts: Parts) => {
    const base = {
      description: 'a test',
      stopConditions: [{ source: 'none' }],
      roleArn: faultRoleArn(cloudcafe),
      actions: {},
    }
    const answer = await client.send(new CreateExperimentTemplateCommand({ ...base, ...parts }))
    return answer.experimentTemplate!.id!
  }
  const get = async (id: string): Promise<Experiment> =>
    (await client.send(new GetExperimentCommand({ id }))).experiment!
  /** Polls until the experiment is in that state, or the test runs out of time. */
  const until = async (id: string, is: (it: Experiment) => boolean): Promise<Experiment> => {
    for (;;) {
      const it = await get(id)
      if (is(it)) return it
      await sleep(10)
    }
  }
  return {
    create,
    get,
    until,
    start: async (parts: Parts, options: Omit<StartExperimentCommandInput, 'experimentTemplateId'> = {}) => {
      const experimentTemplateId = await create(parts)
      const answer = await client.send(new StartExperimentCommand({ ...options, experimentTemplateId }))
      return answer.experiment!.id!
    },
    stop: (id: string) => client.send(new StopExperimentCommand({ id })),
    ended: (id: string) => until(id, (it) => !UNDER_WAY.includes(it.state!.status!)),
    running: (id: string, action: string) =>
      until(id, (it) => it.actions![action]!.state!.status === 'running'),
  }
}

/** A request as it stands on the wire, for operations that the installed SDK does not know yet. */
export async function call(
  at: { readonly url: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(at.url + path, { method, ...sent })
  return { status: answer.status, ...((await answer.json()) as object) }
}
