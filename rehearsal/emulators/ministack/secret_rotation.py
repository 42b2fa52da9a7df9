"""Secrets Manager: the end of a rotation, which MiniStack does not have."""

import json

from ministack.core.responses import json_response
from ministack.services import secretsmanager

from shims import shims

handle = secretsmanager.handle_request
KEPT = ("RotationLambdaARN", "RotationRules")


async def handle_request(method, path, headers, body, query_params):
    if not headers.get("x-amz-target", "").endswith(".CancelRotateSecret"):
        return await handle(method, path, headers, body, query_params)
    _, secret = secretsmanager._resolve(json.loads(body)["SecretId"])
    secret["RotationEnabled"] = False
    for name in KEPT:
        secret.pop(name, None)
    return json_response({"ARN": secret["ARN"], "Name": secret["Name"]})


secretsmanager.handle_request = handle_request
shims.append({"what": "secretsmanager CancelRotateSecret", "because": "MiniStack does not have it"})
