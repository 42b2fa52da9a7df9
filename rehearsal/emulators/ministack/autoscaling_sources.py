"""Auto Scaling: traffic sources, by which the nodes of a cluster register with target groups."""

from ministack.services import autoscaling

from shims import shims

BECAUSE = "MiniStack has no traffic sources"
sources = {}


def attach(params):
    held = sources.setdefault(params["AutoScalingGroupName"], {})
    for identifier, kind in named(params):
        held[identifier] = kind
    return autoscaling._xml(200, "AttachTrafficSourcesResponse", "<AttachTrafficSourcesResult/>")


def detach(params):
    held = sources.get(params["AutoScalingGroupName"], {})
    for identifier, _ in named(params):
        held.pop(identifier, None)
    return autoscaling._xml(200, "DetachTrafficSourcesResponse", "<DetachTrafficSourcesResult/>")


def describe(params):
    wanted = params.get("TrafficSourceType")
    members = "".join(
        f"<member><Identifier>{identifier}</Identifier><Type>{kind}</Type><State>InService</State></member>"
        for identifier, kind in sources.get(params["AutoScalingGroupName"], {}).items()
        if wanted in (None, kind)
    )
    result = f"<DescribeTrafficSourcesResult><TrafficSources>{members}</TrafficSources></DescribeTrafficSourcesResult>"
    return autoscaling._xml(200, "DescribeTrafficSourcesResponse", result)


def named(params):
    """Identifier and type of each source of a request."""
    number = 1
    while identifier := params.get(f"TrafficSources.member.{number}.Identifier"):
        yield identifier, params.get(f"TrafficSources.member.{number}.Type", "elbv2")
        number += 1


for action in (attach, detach, describe):
    name = f"{action.__name__.capitalize()}TrafficSources"
    if name in autoscaling._ACTION_MAP:
        raise RuntimeError(f"autoscaling has {name}: is the shim still needed?")
    autoscaling._ACTION_MAP[name] = action
    shims.append({"what": f"autoscaling {name}", "because": BECAUSE})
