"""Flow logs: what a request says of its role, interval and format, which MiniStack forgets."""

from ministack.services import ec2

from shims import shims

FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets}"
    " ${bytes} ${start} ${end} ${action} ${log-status}"
)
ELEMENTS = {
    "DeliverLogsPermissionArn": ("deliverLogsPermissionArn", ""),
    "MaxAggregationInterval": ("maxAggregationInterval", "600"),
    "LogFormat": ("logFormat", FORMAT),
}
create_flow_logs = ec2._ACTION_MAP["CreateFlowLogs"]
describe_flow_logs = ec2._ACTION_MAP["DescribeFlowLogs"]


def create(params):
    before = set(ec2._flow_logs)
    answer = create_flow_logs(params)
    for made in set(ec2._flow_logs) - before:
        ec2._flow_logs[made].update({name: ec2._p(params, name) or default for name, (_, default) in ELEMENTS.items()})
    return answer


def describe(params):
    status, headers, body = describe_flow_logs(params)
    text = body.decode()
    for flow_log in ec2._flow_logs.values():
        known = "".join(f"<{element}>{flow_log[name]}</{element}>" for name, (element, _) in ELEMENTS.items())
        own = f"<flowLogId>{flow_log['FlowLogId']}</flowLogId>"
        text = text.replace(own, own + known)
    return status, headers, text.encode()


ec2._ACTION_MAP.update(CreateFlowLogs=create, DescribeFlowLogs=describe)
shims.append({"what": "ec2 flow logs", "because": "MiniStack forgets their role, interval and format"})
