import { globSync } from 'node:fs'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { envKeys } from '../model/env-keys.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { systems } from '../model/systems/index.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'
import { functionsOf, longRunningOn } from './workloads.ts'

const dev = synthesised()
const logGroups = Object.values(dev.of('aws_cloudwatch_log_group')).map((it) => it.name)
/** Most bytes of what an instance is told: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
const MOST_USER_DATA = 16_384

/** Every text within a value, with its path. */
function texts(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`))
}

const cases = Object.values(systems).flatMap((system) =>
  ['dev', 'prod'].map((profile) => [system.id, profile, system] as const),
)

it.each(cases)('every document within the Terraform of %s in %s is JSON', (_id, CAFE_STAGE, system) => {
  const all = Object.values(synthesised({ CAFE_STAGE }, system).texts).flatMap((text) =>
    texts(JSON.parse(text)),
  )
  const documents = all.filter(([, text]) => /^(\{"|\[)/.test(text))
  const broken = documents.filter(([, text]) => !isJson(text)).map(([path]) => path)
  expect(documents.length).toBeGreaterThan(20)
  expect(broken).toEqual([])
})

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== null
  } catch {
    return false
  }
}

describe.each(Object.entries(dev.of('aws_ecs_task_definition')))('task definition %s', (_name, task) => {
  const containers: Block[] = JSON.parse(task.container_definitions)

  it('has containers with names of their own, images, and one without which the task ends', () => {
    const names = containers.map((it) => it.name)
    expect(new Set(names).size).toBe(names.length)
    expect(containers.some((it) => it.essential)).toBe(true)
    for (const { image } of containers) expect(image).toMatch(/^[\w.-]+(\/[\w.-]+)+:[\w.-]+$/)
  })

  it('tells each container each key once, as text', () => {
    for (const { environment = [], secrets = [] } of containers) {
      const keys = [...environment, ...secrets].map((it: Block) => it.name)
      expect(new Set(keys).size).toBe(keys.length)
      for (const key of keys) expect(key).toMatch(/^[A-Z][A-Z0-9_]*$/)
      for (const { value } of environment) expect(value).toBeTypeOf('string')
      for (const { valueFrom } of secrets) expect(valueFrom).toMatch(/:\w+::$/)
    }
  })

  it('writes to log groups that are made', () => {
    const groups = containers.map((it) => it.logConfiguration.options['awslogs-group'])
    expect(groups.filter((it) => !logGroups.includes(it))).toEqual([])
  })
})

it.each(longRunningOn(cloudcafe, 'ecs'))('the task of %s is told all that it uses', (id, workload) => {
  const task = dev.one('aws_ecs_task_definition', `${id}-task`)
  const [app] = JSON.parse(task.container_definitions)
  const keys = app.environment.map((it: Block) => it.name)
  expect(keys).toEqual(expect.arrayContaining([...envKeys(cloudcafe, workload)]))
  expect([task.cpu, task.memory]).toEqual([String(workload.vcpu * 1024), String(workload.memoryMiB)])
})

it.each(functionsOf(cloudcafe))(
  'function %s is told all that it uses, as its size and time are the model’s',
  (id, workload) => {
    const { environment, memory_size, timeout } = dev.one('aws_lambda_function', id)
    expect(Object.keys(environment.variables)).toEqual(
      expect.arrayContaining([...envKeys(cloudcafe, workload)]),
    )
    expect([memory_size, timeout]).toEqual([workload.memoryMiB, workload.timeoutSeconds])
  },
)

describe.each(longRunningOn(cloudcafe, 'asg', 'ec2'))('user data of %s', (id, workload) => {
  const text: string = dev.stack('asg').locals[`${id}-user-data`]
  const config = JSON.parse(text.slice(text.indexOf('\n')))
  const files: Block[] = config.write_files
  const fileOf = (path: string | RegExp): string =>
    files.find((it) => (typeof path === 'string' ? it.path === path : path.test(it.path)))?.content

  it('is a cloud-config that an instance takes, and runs what it writes', () => {
    expect(text.startsWith('#cloud-config\n')).toBe(true)
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_USER_DATA)
    expect(Object.keys(config).sort()).toEqual(['runcmd', 'write_files'])
    const [, script] = /^timeout \d+m (\S+) \|\| shutdown --poweroff now$/.exec(config.runcmd[0])!
    expect(files.map((it) => it.path)).toContain(script)
    for (const it of files) expect(it.permissions).toMatch(/^0[0-7]{3}$/)
  })

  it('has scripts that bash can read, with every placeholder filled', async () => {
    const scripts = files.filter((it) => it.content.startsWith('#!'))
    expect(scripts.length).toBeGreaterThan(1)
    for (const { content } of scripts) {
      expect((await execa('bash', ['-n'], { input: content, reject: false })).stderr).toBe('')
      expect(content).not.toMatch(/@\w+@/)
    }
  })

  it('has a unit whose files are written, and which restarts', () => {
    const unit = fileOf(/\.service$/)
    const sections = [...unit.matchAll(/^\[(\w+)\]$/gm)].map(([, name]) => name)
    expect(sections).toEqual(['Unit', 'Service', 'Install'])
    for (const line of unit.split('\n').filter((it) => it !== '' && !it.startsWith('[')))
      expect(line).toMatch(/^[A-Z]\w+=\S/)
    const needed = [...unit.matchAll(/^EnvironmentFile=([^-].*)$/gm)].map(([, path]) => path!)
    expect(needed.length).toBeGreaterThan(0)
    for (const path of needed) expect(fileOf(path)).toBeTypeOf('string')
    expect(unit).toContain('\nRestart=always\n')
    expect(unit).toContain(`\nTimeoutStopSec=${workload.stopTimeoutSeconds}\n`)
  })

  it('tells it all that it uses', () => {
    const told = fileOf(/\/environment$/).split('\n')
    for (const key of envKeys(cloudcafe, workload))
      expect(told.some((it) => it.startsWith(`${key}=`))).toBe(true)
  })

  it('has an agent that writes to the log group of the model', () => {
    const agent = JSON.parse(fileOf(/cloudwatch-agent\.json$/))
    const [file] = agent.logs.logs_collected.files.collect_list
    // the unit appends to it for as long as the instance lives
    expect(fileOf(/^\/etc\/logrotate\.d\//)).toMatch(new RegExp(`^${file.file_path} \\{[^}]*copytruncate`))
    expect(file.log_group_name).toBe(workload.logGroup)
    expect(logGroups).toContain(workload.logGroup)
  })
})

it.each(globSync('stacks/artifacts/**/*.sh'))('bash can read %s', async (file) => {
  expect((await execa('bash', ['-n', file], { reject: false })).stderr).toBe('')
})

describe.each(longRunningOn(cloudcafe, 'eks'))('manifests of %s', (id, workload) => {
  const { spec } = dev.one('kubernetes_deployment_v1', `${id}-deployment`)
  const pod = spec.template.spec
  const [container] = pod.container
  const labels = spec.template.metadata.labels

  it('select the pods that they make', () => {
    expect(spec.selector.match_labels).toEqual(labels)
    expect(dev.one('kubernetes_service_v1', `${id}-service`).spec.selector).toEqual(labels)
    expect(dev.one('kubernetes_pod_disruption_budget_v1', `${id}-budget`).spec.selector.match_labels).toEqual(
      labels,
    )
  })

  it('scale the deployment within the model’s bounds', () => {
    const scaling = dev.one('kubernetes_horizontal_pod_autoscaler_v2', `${id}-scaling`).spec
    const { name } = dev.one('kubernetes_deployment_v1', `${id}-deployment`).metadata
    expect(scaling.scale_target_ref).toEqual({ api_version: 'apps/v1', kind: 'Deployment', name })
    expect([scaling.min_replicas, scaling.max_replicas]).toEqual([workload.scaling.min, workload.scaling.max])
  })

  it('ask and limit what the model says, in the units of Kubernetes', () => {
    const size = { cpu: `${workload.vcpu * 1000}m`, memory: `${workload.memoryMiB}Mi` }
    expect(container.resources).toEqual({ limits: size, requests: size })
  })

  it('check health on the port that is served, and leave time to stop', () => {
    const port = String(container.port[0].container_port)
    expect(port).toBe(String(workload.port))
    for (const probe of ['liveness_probe', 'readiness_probe'])
      expect(container[probe].http_get.port).toBe(port)
    expect(dev.one('kubernetes_service_v1', `${id}-service`).spec.port[0].target_port).toBe(port)
    expect(pod.termination_grace_period_seconds).toBeGreaterThanOrEqual(workload.stopTimeoutSeconds)
  })

  it('read settings and secrets that are made, and run as an account that is', () => {
    const made = (type: string) => Object.values(dev.of(type)).map((it) => it.metadata.name)
    for (const { config_map_ref, secret_ref } of container.env_from) {
      if (config_map_ref) expect(config_map_ref.name).toContain(`kubernetes_config_map_v1.${id}-config`)
      else expect(made('kubernetes_secret_v1')).toContain(secret_ref.name)
    }
    expect(made('kubernetes_service_account_v1')).toContain(pod.service_account_name)
    const told = dev.one('kubernetes_config_map_v1', `${id}-config`).data
    expect(Object.keys(told)).toEqual(expect.arrayContaining([...envKeys(cloudcafe, workload)]))
  })
})
