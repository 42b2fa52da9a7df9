import { arn, serviceName } from '../../model/names.ts'
import { hexId } from './ids.ts'
import type { Platform } from './platforms.ts'
import { targetTracking } from './scaling.ts'

/** EC2 Auto Scaling groups; a single instance is a group of one. systemd restarts a process that ends by itself. */
export const asg: Platform = {
  on: ['asg', 'ec2'],
  noun: 'instance',
  identity(system, workload) {
    const id = `i-0${hexId(16)}`
    const tags = { 'aws:autoscaling:groupName': serviceName(system, workload) }
    return { id, arn: arn(system, 'ec2', `instance/${id}`), tags }
  },
  crash: 'restart',
  sick: 'replace',
  drains: true,
  // a group finds an instance that is not running at its next status check, a minute apart, and replaces it
  noticesStoppedAfter: 60,
  scaler: targetTracking,
  publish(metrics, { system, workload, desired, copies }) {
    const group = { AutoScalingGroupName: serviceName(system, workload) }
    for (const copy of copies.filter(({ pid }) => pid !== null)) {
      metrics.put('AWS/EC2', 'CPUUtilization', group, copy.cpuPercent, 'Percent')
      metrics.put('AWS/EC2', 'CPUUtilization', { InstanceId: copy.id }, copy.cpuPercent, 'Percent')
    }
    const inService = copies.filter(({ state }) => state === 'running').length
    metrics.put('AWS/AutoScaling', 'GroupInServiceInstances', group, inService, 'None')
    metrics.put('AWS/AutoScaling', 'GroupDesiredCapacity', group, desired, 'None')
  },
}
