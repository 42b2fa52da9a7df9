/**
 * What AWS FIS says about its own actions: the name under which an action takes its targets, and their type.
 * https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
 */
export const fisActions = {
  'aws:ecs:stop-task': { key: 'Tasks', resourceType: 'aws:ecs:task' },
  'aws:ecs:task-cpu-stress': { key: 'Tasks', resourceType: 'aws:ecs:task' },
  'aws:ecs:task-network-latency': { key: 'Tasks', resourceType: 'aws:ecs:task' },
  'aws:ecs:task-network-packet-loss': { key: 'Tasks', resourceType: 'aws:ecs:task' },
  'aws:ecs:task-network-blackhole-port': { key: 'Tasks', resourceType: 'aws:ecs:task' },
  'aws:eks:pod-delete': { key: 'Pods', resourceType: 'aws:eks:pod' },
  'aws:eks:pod-cpu-stress': { key: 'Pods', resourceType: 'aws:eks:pod' },
  'aws:eks:pod-network-latency': { key: 'Pods', resourceType: 'aws:eks:pod' },
  'aws:eks:pod-network-packet-loss': { key: 'Pods', resourceType: 'aws:eks:pod' },
  'aws:eks:pod-network-blackhole-port': { key: 'Pods', resourceType: 'aws:eks:pod' },
  'aws:eks:terminate-nodegroup-instances': { key: 'Nodegroups', resourceType: 'aws:eks:nodegroup' },
  'aws:ec2:stop-instances': { key: 'Instances', resourceType: 'aws:ec2:instance' },
  'aws:ec2:terminate-instances': { key: 'Instances', resourceType: 'aws:ec2:instance' },
  'aws:rds:failover-db-cluster': { key: 'Clusters', resourceType: 'aws:rds:cluster' },
  'aws:rds:reboot-db-instances': { key: 'DBInstances', resourceType: 'aws:rds:db' },
  'aws:lambda:invocation-add-delay': { key: 'Functions', resourceType: 'aws:lambda:function' },
  'aws:lambda:invocation-error': { key: 'Functions', resourceType: 'aws:lambda:function' },
  'aws:lambda:invocation-http-integration-response': {
    key: 'Functions',
    resourceType: 'aws:lambda:function',
  },
  'aws:network:disrupt-connectivity': { key: 'Subnets', resourceType: 'aws:ec2:subnet' },
  'aws:ssm:start-automation-execution': null,
  'aws:arc:start-zonal-autoshift': {
    key: 'ManagedResources',
    resourceType: 'aws:arc:zonal-shift-managed-resource',
  },
  'aws:fis:wait': null,
} as const

/** The action that runs a document of ours, for what has none of FIS's own. */
export const AUTOMATION = 'aws:ssm:start-automation-execution'

export type FisActionId = keyof typeof fisActions
/** A type of resource that some action takes. */
export type FisResourceType = NonNullable<(typeof fisActions)[FisActionId]>['resourceType']
