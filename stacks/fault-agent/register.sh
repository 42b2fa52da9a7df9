#!/bin/bash
# Registers a task as a managed instance of Systems Manager, through which AWS FIS injects faults into it.
# https://docs.aws.amazon.com/fis/latest/userguide/ecs-task-actions.html
set -eu
task=$(curl -sf "$ECS_CONTAINER_METADATA_URI_V4/task")
arn=$(echo "$task" | jq -er .TaskARN)
zone=$(echo "$task" | jq -er .AvailabilityZone)

aws ssm create-activation --iam-role "$MANAGED_INSTANCE_ROLE" --registration-limit 1 \
  --tags "Key=ECS_TASK_ARN,Value=$arn" "Key=ECS_TASK_AVAILABILITY_ZONE,Value=$zone" Key=FAULT_INJECTION_SIDECAR,Value=true "Key=System,Value=$SYSTEM" \
  >/tmp/activation
activation=$(jq -er .ActivationId /tmp/activation)
amazon-ssm-agent -register -y -id "$activation" -code "$(jq -er .ActivationCode /tmp/activation)" -region "$AWS_REGION"
rm /tmp/activation

leave() {
  aws ssm delete-activation --activation-id "$activation" || true
  aws ssm deregister-managed-instance \
    --instance-id "$(jq -er .ManagedInstanceID /var/lib/amazon/ssm/registration)" || true
  kill -TERM "$agent"
}
trap leave TERM INT
amazon-ssm-agent &
agent=$!
wait "$agent"
