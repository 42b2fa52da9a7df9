import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { venvProgram } from '../../local/engines/binaries.ts'
import type { System } from '../../model/kinds.ts'
import { stackName } from '../../model/names.ts'

const LIMIT_MS = 60_000

/** What lives inside EKS, held to the schemas of the cluster's version of Kubernetes. */
export interface Pods {
  readonly version: string
  readonly manifests: number
  /** What a manifest says that Kubernetes does not take. */
  readonly errors: readonly string[]
}

/** Checks the synthesised resources of the stack of pods, where there is one. @throws Error where they cannot be read at all. */
export async function checkPods(system: System, root: string, out: string): Promise<Pods | null> {
  const file = (stack: string) => join(out, 'stacks', stackName(system, stack), 'cdk.tf.json')
  if (!existsSync(file('pods'))) return null
  const version = clusterVersion(JSON.parse(readFileSync(file('eks'), 'utf8')))
  const python = venvProgram(root, 'kubernetes', 'bin/python')
  const { stdout } = await execa(python, [join(import.meta.dirname, 'manifests.py'), file('pods'), version], {
    timeout: LIMIT_MS,
  })
  const { manifests, errors } = JSON.parse(stdout) as { manifests: unknown[]; errors: string[] }
  return { version, manifests: manifests.length, errors }
}

interface EksTerraform {
  readonly resource: { readonly aws_eks_cluster: Readonly<Record<string, { readonly version: string }>> }
}

const clusterVersion = ({ resource }: EksTerraform): string =>
  Object.values(resource.aws_eks_cluster)[0]!.version
