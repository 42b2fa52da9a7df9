import { readFileSync } from 'node:fs'
import { NODE_MAJOR } from '../bundles/compile.ts'
import type { LongRunning } from '../model/kinds.ts'
import { artifactKey, serviceName } from '../model/names.ts'
import { databaseCertificates } from './certificates.ts'
import type { ComputeContext } from './compute-context.ts'
import { environmentOf, secretKeysOf } from './environment.ts'
import type { Stack } from './stack.ts'

const INSTALLER = '/run/cafe-install'
/**
 * An instance that cannot install its workload in time turns itself off, as one does whose unit cannot start it: EC2's own
 * check would find it well, and its group replaces only what does not run.
 */
const INSTALL = `timeout 15m ${INSTALLER} || shutdown --poweroff now`

interface File {
  readonly path: string
  readonly permissions: '0644' | '0755'
  readonly content: string
}

/**
 * What an instance is told when it first starts, as cloud-init's YAML (JSON is YAML): the unit and the settings of its
 * workload, and the script that fetches what they need.
 * https://cloudinit.readthedocs.io/en/latest/reference/modules.html
 */
export function userData(stack: Stack, id: string, it: LongRunning, ctx: ComputeContext): string {
  const install: File = {
    path: INSTALLER,
    permissions: '0755',
    content: filled(stack, id, it, ctx, 'install.sh'),
  }
  const config = { write_files: [...files(stack, id, it, ctx), install], runcmd: [INSTALL] }
  return `#cloud-config\n${JSON.stringify(config)}`
}

function files(stack: Stack, id: string, it: LongRunning, ctx: ComputeContext): readonly File[] {
  const { system } = stack.site
  const name = serviceName(system, id)
  const file = (path: string, content: string): File => ({ path, permissions: '0644', content })
  const secrets = secretKeysOf(system, id, ctx).map(
    ({ key, secretArn, field }) => `${key} ${secretArn} ${field}`,
  )
  return [
    file(`/etc/systemd/system/${name}.service`, filled(stack, id, it, ctx, 'workload.service')),
    file(`/etc/${name}/environment`, lines(environment(stack, id, ctx))),
    file(`/etc/${name}/secrets`, lines(secrets)),
    file(`/etc/logrotate.d/${name}`, ROTATION.replace('@file@', `/var/log/${name}/${name}.log`)),
    file(`/etc/${name}/cloudwatch-agent.json`, JSON.stringify(agent(name, it))),
    {
      path: '/run/cafe-fetch-secrets',
      permissions: '0755',
      content: filled(stack, id, it, ctx, 'fetch-secrets.sh'),
    },
  ]
}

/** What the agent has sent goes from the disk every day; in place, as the unit keeps its file open. */
const ROTATION = `@file@ {
  daily
  rotate 1
  copytruncate
  missingok
  notifempty
}
`

const environment = (stack: Stack, id: string, ctx: ComputeContext): readonly string[] =>
  Object.entries(environmentOf(stack, id, ctx)).map(([key, value]) => `${key}=${value}`)

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('')

/** The agent sends what the unit prints, with the application's metrics in it, and what EC2 cannot see from outside. */
const agent = (name: string, { logGroup }: LongRunning) => ({
  logs: {
    logs_collected: {
      files: {
        collect_list: [
          {
            file_path: `/var/log/${name}/${name}.log`,
            log_group_name: logGroup,
            log_stream_name: '{instance_id}',
          },
        ],
      },
    },
  },
  metrics: {
    // the agent's own placeholder: two dollars keep Terraform from filling it
    append_dimensions: { AutoScalingGroupName: '$${aws:AutoScalingGroupName}' },
    metrics_collected: {
      cpu: { measurement: ['usage_active'], totalcpu: true },
      mem: { measurement: ['used_percent'] },
      disk: { measurement: ['used_percent'], resources: ['/'] },
    },
  },
})

/** A file of `artifacts/` with its `@placeholders@` filled; one that nothing fills is an error. */
function filled(
  { site }: Stack,
  id: string,
  it: LongRunning,
  { artifacts }: ComputeContext,
  file: string,
): string {
  const values: Readonly<Record<string, string>> = {
    name: serviceName(site.system, id),
    title: it.title,
    region: site.system.region,
    bucket: artifacts.bucketName,
    archive: artifactKey(id, site.releaseOf(id)),
    node: String(NODE_MAJOR),
    certificates: databaseCertificates.path,
    certificatesUrl: databaseCertificates.url,
    stopTimeoutSeconds: String(it.stopTimeoutSeconds),
  }
  const template = readFileSync(new URL(`artifacts/${file}`, import.meta.url), 'utf8')
  return template.replace(/@(\w+)@/g, (_, key: string) => {
    const value = values[key]
    if (value === undefined) throw new Error(`artifacts/${file} asks for '${key}', which nothing fills`)
    return value
  })
}
