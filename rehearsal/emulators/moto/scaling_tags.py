"""Application Auto Scaling: tags of targets, which moto does not keep."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from shims import shim

register = ApplicationAutoScalingResponse.register_scalable_target
tags = {}


@shim(ApplicationAutoScalingResponse, "register_scalable_target", "moto keeps no tags of targets")
def register_scalable_target(self):
    answer = register(self)
    tags.setdefault(json.loads(answer)["ScalableTargetARN"], {}).update(self._get_param("Tags") or {})
    return answer


@shim(ApplicationAutoScalingResponse, "list_tags_for_resource", "moto keeps no tags of targets", lacking=True)
def list_tags_for_resource(self):
    return json.dumps({"Tags": tags.get(self._get_param("ResourceARN"), {})})
