import { expect, test } from 'vitest'
import { alarmArn, serviceName } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { drills } from '../systems.ts'
import { experiment } from './experiment.ts'
import { experimentOf } from './index.ts'
import { templateOf } from './template.ts'

const base = { id: 'x', description: 'x', stopConditions: ['high-error-rate'] } as const
const tasks = { tasksOf: 'order', selectionMode: 'ALL' } as const

test.each(Object.entries(drills))(
  'every experiment of %s names its targets by the model and stops on alarms that exist',
  (_, { experiments }) => {
    expect(new Set(experiments.map((it) => it.id)).size).toBe(experiments.length)
    for (const it of experiments) {
      const { stopConditions = [], actions = {} } = templateOf(it)
      expect(stopConditions.map((one) => one.value)).toEqual(
        it.stopConditions.map((id) => alarmArn(it.system, id)),
      )
      expect(Object.keys(actions)).toEqual(Object.keys(it.actions))
    }
  },
)

test('a template has names of the model, and pods get the service account', () => {
  const half = templateOf(experimentOf('cloudcafe', 'order-tasks-half'))
  expect(half.targets!.tasks!.parameters!.service).toBe(serviceName(cloudcafe, 'order'))
  expect(half.actions!.stop!.targets).toEqual({ Tasks: 'tasks' })
  const pods = templateOf(experimentOf('cloudcafe', 'menu-pod-delete'))
  expect(pods.actions!.remove!.parameters).toHaveProperty('kubernetesServiceAccount')
})

test('failed invocations are over before a payment can have failed as often as its queue bears', () => {
  const { parameters } = templateOf(experimentOf('cloudcafe', 'payment-errors')).actions!.fail!
  const minutes = Number(/^PT(\d+)M$/.exec(parameters!.duration!)![1])
  const { visibilitySeconds, redrive } = cloudcafe.resources['payment-processing']
  expect(minutes * 60).toBeLessThan((redrive.maxReceives - 1) * visibilitySeconds)
})

test('an unknown experiment is an error that lists the known ones', () => {
  expect(() => experimentOf('cloudcafe', 'nope')).toThrow(/order-tasks-half/)
})

/** Held by the compiler: each line below must not compile, or `tsc` fails here. */
export const mistakes = () => [
  // @ts-expect-error there is no workload of that name on ECS
  experiment(cloudcafe, { ...base, targets: { t: { tasksOf: 'ordr', selectionMode: 'ALL' } }, actions: {} }),
  // @ts-expect-error menu has pods, not tasks
  experiment(cloudcafe, { ...base, targets: { t: { tasksOf: 'menu', selectionMode: 'ALL' } }, actions: {} }),
  // @ts-expect-error an experiment without a stop condition
  experiment(cloudcafe, { ...base, stopConditions: [], targets: { tasks }, actions: {} }),
  // @ts-expect-error there is no alarm of that name
  experiment(cloudcafe, { ...base, stopConditions: ['high-eror-rate'], targets: { tasks }, actions: {} }),
  experiment(cloudcafe, {
    ...base,
    targets: { tasks },
    // @ts-expect-error there is no target of that name
    actions: { a: { actionId: 'aws:ecs:stop-task', target: 'task' } },
  }),
  experiment(cloudcafe, {
    ...base,
    targets: { tasks },
    // @ts-expect-error tasks are no pods
    actions: { a: { actionId: 'aws:eks:pod-delete', target: 'tasks' } },
  }),
  experiment(cloudcafe, {
    ...base,
    targets: { tasks },
    // @ts-expect-error there is no action of that name to start after
    actions: { a: { actionId: 'aws:ecs:stop-task', target: 'tasks', startAfter: ['b'] } },
  }),
]
