"""Config: tags of rules, and the end of recorders and channels, which MiniStack does not have."""

import json

from ministack.core.responses import json_response
from ministack.services import config

from shims import shims

handle = config.handle_request
tags = {}
ENDS = {
    "DeleteDeliveryChannel": (config._delivery_channels, "DeliveryChannelName"),
    "DeleteConfigurationRecorder": (config._recorders, "ConfigurationRecorderName"),
}


async def handle_request(method, path, headers, body, query_params):
    action = headers.get("x-amz-target", "").split(".")[-1]
    asked = json.loads(body) if body else {}
    if action == "ListTagsForResource":
        return json_response({"Tags": tags.get(asked["ResourceArn"], [])})
    if action in ENDS:
        store, name = ENDS[action]
        store.pop(asked[name], None)
        return json_response({})
    answer = await handle(method, path, headers, body, query_params)
    if action == "PutConfigRule" and asked.get("Tags"):
        tags[config._config_rules[asked["ConfigRule"]["ConfigRuleName"]]["ConfigRuleArn"]] = asked["Tags"]
    return answer


config.handle_request = handle_request
shims.extend({"what": f"config {it}", "because": "MiniStack does not have it"} for it in ["ListTagsForResource", *ENDS])
