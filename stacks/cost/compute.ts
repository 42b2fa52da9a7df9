import type { Block } from '../terraform.ts'
import { allMonth, part, type Rates, referred } from './part.ts'
import { HOURS } from './price.ts'
import type { PriceId } from './prices.ts'

const MIB_PER_GIB = 1024
const CPU_UNITS = 1024

/** What runs the workloads, in their smallest number of copies: load adds to it by the hour. */
export const compute: Rates = {
  aws_ecs_service(block, { terraform }) {
    const task = referred(terraform, 'aws_ecs_task_definition', block.task_definition)
    const tasks: number = block.desired_count
    return [
      allMonth('Fargate vCPU', tasks * (Number(task.cpu) / CPU_UNITS)),
      allMonth('Fargate memory', tasks * (Number(task.memory) / MIB_PER_GIB)),
    ]
  },
  aws_ecs_cluster: (_, { assumed }) => [part('custom metric', assumed('containerMetrics'))],
  aws_eks_cluster: () => [allMonth('EKS cluster')],
  aws_eks_addon: (block, { assumed }) =>
    block.addon_name === 'amazon-cloudwatch-observability'
      ? [part('custom metric', assumed('containerMetrics'))]
      : [],
  aws_eks_node_group(block, { terraform, assumed }) {
    const nodes: number = block.scaling_config.min_size
    const share = block.capacity_type === 'SPOT' ? 1 - assumed('spotDiscount') : 1
    const template = referred(terraform, 'aws_launch_template', block.launch_template.id)
    return [
      part(`EC2 ${block.instance_types[0]}` as PriceId, nodes * HOURS * share),
      part('gp3 volume', nodes * volumeOf(template)),
    ]
  },
  aws_autoscaling_group(block, { terraform, assumed }) {
    const template = referred(terraform, 'aws_launch_template', block.launch_template.id)
    return [
      allMonth(`EC2 ${template.instance_type}` as PriceId, block.min_size),
      part('gp3 volume', block.min_size * volumeOf(template)),
      part('custom metric', block.min_size * assumed('instanceMetrics')),
    ]
  },
  aws_lambda_function(block, { name, system, assumed }) {
    // a function of the platform's own, such as the rotation of passwords, runs once in a while
    if (!(name in system.workloads)) return []
    const invocations = assumed('accepted')
    const seconds = invocations * 1e6 * assumed('invocationSeconds')
    return [
      part('Lambda requests', invocations),
      part('Lambda time', seconds * (block.memory_size / MIB_PER_GIB)),
    ]
  },
}

/** GB of the one volume of an instance. */
const volumeOf = (template: Block): number => template.block_device_mappings[0].ebs.volume_size
