import { DescribeTasksCommand, type ECSClient, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import type { Launcher } from './launcher.ts'
import type { LoadPlace } from './place.ts'

const NETWORK = { assignPublicIp: 'DISABLED' } as const
/** ECS takes no longer a word for who started a task. */
const MOST_STARTED_BY = 128

/** One generator as a Fargate task. */
export const fargate = ({ fargate: place }: LoadPlace, ecs: ECSClient): Launcher => {
  const { cluster, taskDefinition, container, subnets, securityGroups } = place
  return {
    needs: [],
    findings: [],
    async start({ run, script, env }) {
      const environment = Object.entries(env).map(([name, value]) => ({ name, value }))
      const { tasks = [], failures = [] } = await ecs.send(
        new RunTaskCommand({
          cluster,
          taskDefinition,
          launchType: 'FARGATE',
          count: 1,
          startedBy: run.slice(0, MOST_STARTED_BY),
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...subnets],
              securityGroups: [...securityGroups],
              ...NETWORK,
            },
          },
          overrides: { containerOverrides: [{ name: container, command: ['run', script], environment }] },
        }),
      )
      const task = tasks[0]?.taskArn
      if (!task)
        throw new Error(`ECS started no task of ${taskDefinition}: ${failures[0]?.reason ?? 'no reason'}`)
      return {
        name: task,
        async ended() {
          const { tasks: found } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [task] }))
          if (found?.[0]?.lastStatus !== 'STOPPED') return null
          return `task ${task} has stopped: ${found[0].stoppedReason ?? 'no reason'}`
        },
        stop: async () =>
          void (await ecs.send(new StopTaskCommand({ cluster, task, reason: 'the load was stopped' }))),
      }
    },
  }
}
