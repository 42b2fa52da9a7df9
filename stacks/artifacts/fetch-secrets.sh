#!/bin/bash
# Writes the fields of secrets as env keys to a file that only the unit reads; runs before every start, as passwords rotate.
# Each line of the list: env key, ARN of the secret, field.
set -euo pipefail
umask 077
install -d /run/@name@
: >/run/@name@/secrets
while read -r key secret field; do
  value=$(aws secretsmanager get-secret-value --region "@region@" --secret-id "$secret" \
    --query SecretString --output text | jq -er --arg field "$field" '.[$field]')
  echo "$key=$value" >>/run/@name@/secrets
done </etc/@name@/secrets
