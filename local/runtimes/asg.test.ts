import { spawn } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { healthy, live, systemWith, type TestCloud, testCloud, until } from './fixture/cloud.ts'

let cloud: TestCloud
afterEach(() => cloud.close())

test('runs the instances of groups and the single one', async () => {
  cloud = await testCloud(systemWith({ loyalty: {}, analytics: {} }))
  const asg = cloud.run('asg')
  await asg.start()
  expect(asg.copies('loyalty')).toHaveLength(2)
  expect(asg.copies('analytics')).toHaveLength(1)
  const [instance] = asg.copies('loyalty')
  expect(instance!.id).toMatch(/^i-0[0-9a-f]{16}$/)
  expect(instance!.tags['aws:autoscaling:groupName']).toBe('cloudcafe-loyalty')
  expect(asg.copies('analytics')[0]!.on).toBe('ec2')
})

test('a process that dies is restarted on its instance', async () => {
  cloud = await testCloud(systemWith({ analytics: {} }))
  const asg = cloud.run('asg')
  await asg.start()
  const [instance] = asg.copies('analytics')
  const before = instance!.pid!
  process.kill(before, 'SIGKILL')
  await until(() => instance!.healthy && instance!.pid !== before)
  expect(live(asg).map((it) => it.id)).toEqual([instance!.id])
})

test('a terminated instance is replaced', async () => {
  cloud = await testCloud(systemWith({ loyalty: { provisioningSeconds: 1 } }))
  const asg = cloud.run('asg')
  await asg.start()
  const [instance] = asg.copies('loyalty')
  await asg.stopCopy(instance!.id, { hard: false, reason: 'terminated' })
  await until(() => healthy(asg).length === 2)
  expect(live(asg).map((it) => it.id)).not.toContain(instance!.id)
})

test('a stopped instance that is started again in time goes on', async () => {
  cloud = await testCloud(systemWith({ loyalty: { provisioningSeconds: 1 } }), 10)
  const asg = cloud.run('asg')
  await asg.start()
  const [instance] = asg.copies('loyalty')
  await asg.stopCopy(instance!.id, { hard: false, reason: 'stopped', replace: false })
  expect(instance).toMatchObject({ state: 'stopped', pid: null, healthy: false })
  expect(asg.copies('loyalty')).toHaveLength(2)
  await asg.startCopy(instance!.id)
  await until(() => healthy(asg).length === 2)
  expect(live(asg).map((it) => it.id)).toContain(instance!.id)
})

test('a stopped instance is found unhealthy by its group and replaced', async () => {
  cloud = await testCloud(systemWith({ loyalty: { provisioningSeconds: 1 } }))
  const asg = cloud.run('asg')
  await asg.start()
  const [instance] = asg.copies('loyalty')
  await asg.stopCopy(instance!.id, { hard: false, reason: 'stopped', replace: false })
  await until(() => healthy(asg).length === 2)
  expect(instance!.stopReason).toContain('not running')
  await expect(asg.startCopy(instance!.id)).rejects.toThrow('has no instance')
})

test('CPU of an attached process counts to the instance until it is let go', async () => {
  cloud = await testCloud(systemWith({ loyalty: { vcpu: 0.5 } }))
  const asg = cloud.run('asg')
  await asg.start()
  const [instance, other] = asg.copies('loyalty')
  const burner = spawn(process.execPath, ['-e', 'for (;;);'])
  try {
    const release = asg.attach(instance!.id, burner.pid!)
    await until(() => instance!.cpuPercent > 100)
    expect(other!.cpuPercent).toBeLessThan(instance!.cpuPercent)
    const put = cloud.metrics.filter((it) => it.name === 'CPUUtilization' && it.value > 100)
    expect(put.map((it) => it.dimensions)).toContainEqual({ InstanceId: instance!.id })
    release()
    await until(() => instance!.cpuPercent < 100)
  } finally {
    burner.kill('SIGKILL')
  }
})

test('publishes what EC2 and Auto Scaling publish', async () => {
  cloud = await testCloud(systemWith({ loyalty: {} }))
  const asg = cloud.run('asg')
  await asg.start()
  const dimensions = { AutoScalingGroupName: 'cloudcafe-loyalty' }
  await until(() => cloud.metrics.some((it) => it.name === 'GroupInServiceInstances' && it.value === 2))
  expect(cloud.metrics).toContainEqual({ name: 'GroupDesiredCapacity', dimensions, value: 2 })
  expect(cloud.metrics).toContainEqual({ name: 'CPUUtilization', dimensions, value: expect.any(Number) })
})

test('an instance is stopped once', async () => {
  cloud = await testCloud(systemWith({ loyalty: {} }), 10)
  const asg = cloud.run('asg')
  await asg.start()
  const [instance] = asg.copies('loyalty')
  const how = { hard: false, reason: 'stopped', replace: false }
  await asg.stopCopy(instance!.id, how)
  await expect(asg.stopCopy(instance!.id, how)).rejects.toThrow('is stopped already')
})
