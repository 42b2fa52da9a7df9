import { expect, it } from 'vitest'
import { noteboard } from '../test/systems/noteboard/model.ts'
import { synthesised } from './fixtures/synthesised.ts'

const { alb } = noteboard.entries
const [route] = alb.routes
const dev = synthesised({}, noteboard)
const group = dev.one('aws_lb_target_group', route.targetGroup)
const groupOf = (lists: boolean) => {
  const routes = [{ ...route, multiValueHeaders: lists }]
  const other = synthesised({}, { ...noteboard, entries: { alb: { ...alb, routes } } })
  return other.one('aws_lb_target_group', route.targetGroup)
}

it('a function is the target of its group, and its balancer alone may call it', () => {
  expect(group).toMatchObject({ name: route.targetGroup, target_type: 'lambda' })
  expect([group.port, group.vpc_id]).toEqual([undefined, undefined])
  const [attached] = Object.values(dev.of('aws_lb_target_group_attachment'))
  const permissions = Object.values(dev.of('aws_lambda_permission'))
  const calls = permissions.filter((it) => it.principal === 'elasticloadbalancing.amazonaws.com')
  expect(attached!.target_group_arn).toContain(route.targetGroup)
  expect(attached!.target_id).toBe(`\${aws_lambda_function.${route.to}.arn}`)
  expect(calls).toMatchObject([
    {
      action: 'lambda:InvokeFunction',
      function_name: `\${aws_lambda_function.${route.to}.function_name}`,
      source_arn: attached!.target_group_arn,
    },
  ])
})

it('headers come as lists only where the route says so', () => {
  expect(group.lambda_multi_value_headers_enabled).toBeUndefined()
  expect(groupOf(false)).toEqual(group)
  expect(groupOf(true).lambda_multi_value_headers_enabled).toBe(true)
})
