#!/bin/bash
# Runs once, when an instance starts for the first time: fetches what it is to run and starts it.
set -euo pipefail
dnf install -y -q amazon-cloudwatch-agent jq logrotate nodejs@node@ unzip
useradd --system --no-create-home cafe
install -d -o cafe -g cafe /var/log/@name@
install -d /opt/@name@
aws s3 cp --only-show-errors "s3://@bucket@/@archive@" /run/@name@.zip
unzip -q /run/@name@.zip -d /opt/@name@
rm /run/@name@.zip
curl -sSf -o @certificates@ @certificatesUrl@
install -D -m 0755 /run/cafe-fetch-secrets /opt/@name@/bin/fetch-secrets
systemctl daemon-reload
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \
  -c file:/etc/@name@/cloudwatch-agent.json
systemctl enable --now logrotate.timer @name@.service
