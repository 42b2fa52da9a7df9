import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group/index.js'
import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy/index.js'
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template/index.js'
import { Fn, TerraformLocal } from 'cdktf'
import type { LongRunning } from '../../model/kinds.ts'
import { serviceName } from '../../model/names.ts'
import type { ComputeContext } from '../compute-context.ts'
import type { Stack } from '../stack.ts'
import { userData } from '../user-data.ts'

/** The newest Amazon Linux 2023, which an instance looks up when it starts. */
const IMAGE = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64'
const ROOT = { deviceName: '/dev/xvda', gibibytes: 20 }

/** An Auto Scaling group of instances that run one workload; a worker without an entry is checked by EC2 alone. */
export function asgService(id: string, it: LongRunning, stack: Stack, ctx: ComputeContext): void {
  const { system } = stack.site
  const template = launchTemplate(id, it, stack, ctx)
  const sources = ctx.edge.targetsOf(id)
  const group = new AutoscalingGroup(stack, `${id}-group`, {
    name: serviceName(system, id),
    vpcZoneIdentifier: [...ctx.network.subnetIds.private],
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
    minSize: it.scaling.min,
    maxSize: it.scaling.max,
    healthCheckType: sources.length > 0 ? 'ELB' : 'EC2',
    healthCheckGracePeriod: grace(it),
    defaultInstanceWarmup: it.provisioningSeconds,
    trafficSource: sources.map(({ arn, kind }) => ({
      identifier: arn,
      type: kind === 'balancer' ? 'elbv2' : 'vpc-lattice',
    })),
    instanceMaintenancePolicy: health(it),
    // a new release or template replaces the instances one after the other, each after its successor is well; a refresh
    // that fails ends there, as AWS rolls none back to a template whose image is looked up:
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html
    instanceRefresh: { strategy: 'Rolling', preferences: health(it) },
    enabledMetrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupTotalInstances'],
    tag: tags(id, it, stack).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
  })
  scaling(id, it, stack, group)
}

const health = ({ rollout }: LongRunning) => ({
  minHealthyPercentage: rollout.minHealthyPercent,
  maxHealthyPercentage: rollout.maxPercent,
})

/** Seconds before a check counts: the instance's start, and the checks that a group would take it out by. */
const grace = ({ provisioningSeconds, health: { intervalSeconds, unhealthyAfter } }: LongRunning): number =>
  provisioningSeconds + intervalSeconds * unhealthyAfter

const tags = (id: string, it: LongRunning, { site }: Stack): readonly (readonly [string, string])[] =>
  Object.entries({ Name: serviceName(site.system, id), ...it.tags })

function launchTemplate(id: string, it: LongRunning, stack: Stack, ctx: ComputeContext): LaunchTemplate {
  const own = Object.fromEntries(tags(id, it, stack))
  // a local, as an expression would not bear the quotes of its text
  const text = new TerraformLocal(stack, `${id}-user-data`, userData(stack, id, it, ctx))
  return new LaunchTemplate(stack, `${id}-template`, {
    name: serviceName(stack.site.system, id),
    imageId: IMAGE,
    instanceType: it.instanceType!,
    iamInstanceProfile: { name: ctx.security.roles[id]!.instanceProfile! },
    vpcSecurityGroupIds: [ctx.network.groups.of(it.on), ...ctx.edge.groupsOf(id)],
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    monitoring: { enabled: true },
    blockDeviceMappings: [
      {
        deviceName: ROOT.deviceName,
        ebs: {
          volumeSize: ROOT.gibibytes,
          volumeType: 'gp3',
          encrypted: 'true',
          deleteOnTermination: 'true',
        },
      },
    ],
    tagSpecifications: ['instance', 'volume'].map((resourceType) => ({ resourceType, tags: own })),
    userData: Fn.base64encode(text.asString),
    updateDefaultVersion: true,
  })
}

/** Target tracking on CPU; nothing for a group of a fixed size. */
function scaling(id: string, it: LongRunning, stack: Stack, group: AutoscalingGroup): void {
  if (it.scaling.on !== 'cpu') return
  new AutoscalingPolicy(stack, `${id}-cpu`, {
    name: `${group.name}-cpu`,
    autoscalingGroupName: group.name,
    policyType: 'TargetTrackingScaling',
    estimatedInstanceWarmup: it.provisioningSeconds,
    targetTrackingConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
      targetValue: it.scaling.target,
    },
  })
}
