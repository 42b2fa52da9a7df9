import { json } from './command.ts'
import type { Launcher } from './launcher.ts'
import type { LoadPlace } from './place.ts'

interface Tasks {
  readonly tasks: readonly {
    readonly taskArn: string
    readonly lastStatus: string
    readonly stoppedReason?: string
  }[]
  readonly failures: readonly { readonly reason?: string; readonly detail?: string }[]
}

const NETWORK = { assignPublicIp: 'DISABLED' } as const

/** One generator as a Fargate task; `env` is what the `aws` command is run with. */
export const fargate = (
  { fargate: place, region }: LoadPlace,
  env: Readonly<Record<string, string>>,
): Launcher => {
  const ecs = <T>(operation: string, input: object) =>
    json<T>(
      'aws',
      ['ecs', operation, '--region', region, '--output', 'json', '--cli-input-json', JSON.stringify(input)],
      { env },
    )
  const { cluster, taskDefinition, container, subnets, securityGroups } = place
  return {
    needs: ['aws'],
    async start({ run, script, env: settings }) {
      const environment = Object.entries(settings).map(([name, value]) => ({ name, value }))
      const { tasks, failures } = await ecs<Tasks>('run-task', {
        cluster,
        taskDefinition,
        launchType: 'FARGATE',
        count: 1,
        startedBy: run.slice(0, 128),
        networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups, ...NETWORK } },
        overrides: { containerOverrides: [{ name: container, command: ['run', script], environment }] },
      })
      const task = tasks[0]?.taskArn
      if (!task)
        throw new Error(`ECS started no task of ${taskDefinition}: ${failures[0]?.reason ?? 'no reason'}`)
      return {
        name: task,
        async ended() {
          const { tasks: found } = await ecs<Tasks>('describe-tasks', { cluster, tasks: [task] })
          if (found[0]?.lastStatus !== 'STOPPED') return null
          return `task ${task} has stopped: ${found[0].stoppedReason ?? 'no reason'}`
        },
        stop: async () => void (await ecs('stop-task', { cluster, task, reason: 'the load was stopped' })),
      }
    },
  }
}
