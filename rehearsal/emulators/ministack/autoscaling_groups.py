"""Auto Scaling: traffic sources, collected metrics and what else a group is asked for and MiniStack forgets."""

from ministack.services import autoscaling

from shims import shims

SOURCES = "TrafficSources.member"
METRICS = "Metrics.member"
PLAIN = ["DefaultInstanceWarmup"]
MAINTENANCE = ["MinHealthyPercentage", "MaxHealthyPercentage"]
sources, metrics, asked = {}, {}, {}
create_group = autoscaling._ACTION_MAP["CreateAutoScalingGroup"]
delete_group = autoscaling._ACTION_MAP["DeleteAutoScalingGroup"]
describe_groups = autoscaling._ACTION_MAP["DescribeAutoScalingGroups"]


def create(params):
    name = params["AutoScalingGroupName"]
    sources[name] = dict(named(params))
    plain = {it: params[it] for it in PLAIN if it in params}
    policy = {it: params.get(f"InstanceMaintenancePolicy.{it}") for it in MAINTENANCE}
    asked[name] = {**plain, "InstanceMaintenancePolicy": elements({it: v for it, v in policy.items() if v})}
    return create_group(params)


def delete(params):
    for kept in (sources, metrics, asked):
        kept.pop(params["AutoScalingGroupName"], None)
    return delete_group(params)


def describe(params):
    status, headers, body = describe_groups(params)
    text = body.decode()
    for name, group in autoscaling._asgs.items():
        own = f"<AutoScalingGroupARN>{group['AutoScalingGroupARN']}</AutoScalingGroupARN>"
        collected = [elements({"Metric": it, "Granularity": "1Minute"}) for it in metrics.get(name, [])]
        known = {**asked.get(name, {}), "EnabledMetrics": members(collected), "TrafficSources": members(told(name))}
        text = text.replace(own, own + elements({it: value for it, value in known.items() if value}))
    return status, headers, text.encode()


def attach(params):
    sources.setdefault(params["AutoScalingGroupName"], {}).update(named(params))
    return answer("AttachTrafficSources")


def detach(params):
    for identifier, _ in named(params):
        sources.get(params["AutoScalingGroupName"], {}).pop(identifier, None)
    return answer("DetachTrafficSources")


def describe_sources(params):
    wanted = params.get("TrafficSourceType")
    listed = [f"{it}<State>InService</State>" for it in told(params["AutoScalingGroupName"], wanted)]
    return answer("DescribeTrafficSources", elements({"TrafficSources": members(listed)}))


def enable_metrics(params):
    metrics[params["AutoScalingGroupName"]] = numbered(params, METRICS)
    return answer("EnableMetricsCollection")


def told(group, wanted=None):
    """Elements of the traffic sources of a group, of one type where it is given."""
    return [
        elements({"Identifier": identifier, "Type": kind})
        for identifier, kind in sources.get(group, {}).items()
        if wanted in (None, kind)
    ]


def named(params):
    """Identifier and type of each source of a request."""
    kinds = numbered(params, SOURCES, ".Type")
    return list(zip(numbered(params, SOURCES, ".Identifier"), kinds, strict=True))


def numbered(params, prefix, suffix=""):
    values = []
    while value := params.get(f"{prefix}.{len(values) + 1}{suffix}"):
        values.append(value)
    return values


def elements(values):
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())


def members(texts):
    return "".join(f"<member>{text}</member>" for text in texts)


def answer(action, inner=""):
    return autoscaling._xml(200, f"{action}Response", f"<{action}Result>{inner}</{action}Result>")


NEW = {
    "AttachTrafficSources": attach,
    "DetachTrafficSources": detach,
    "DescribeTrafficSources": describe_sources,
    "EnableMetricsCollection": enable_metrics,
}
for action in NEW:
    if action in autoscaling._ACTION_MAP:
        raise RuntimeError(f"autoscaling has {action}: is the shim still needed?")
    shims.append({"what": f"autoscaling {action}", "because": "MiniStack does not have it"})
autoscaling._ACTION_MAP.update(
    NEW, CreateAutoScalingGroup=create, DeleteAutoScalingGroup=delete, DescribeAutoScalingGroups=describe
)
shims.append({"what": "autoscaling groups", "because": "MiniStack forgets their warm-up, maintenance policy and sources"})
