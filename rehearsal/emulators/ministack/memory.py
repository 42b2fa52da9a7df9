"""MiniStack forgets some of what it is asked for, or says it otherwise; here it is given back as it was asked."""

import re

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import documentdb, ecs, eks, elasticache, kinesis, rds

from shims import shims

BECAUSE = "MiniStack forgets it, and a second plan would ask for it again"


def wrap(owner, name, wrapper):
    """Puts a wrapper around a function, by its name in a module or in a table of actions."""
    held = owner if isinstance(owner, dict) else vars(owner)
    held[name] = wrapper(held[name])


def note(service, *arguments):
    shims.extend({"what": f"{service} {it}", "because": BECAUSE} for it in arguments)


def remembers(what, owner, action, store, field, arguments):
    """After an action with a JSON body, the record that has the body's `field` keeps the arguments."""

    def wrapper(original):
        def act(*given, **more):
            answer = original(*given, **more)
            body = next(it for it in reversed(given) if isinstance(it, dict))
            for record in store.values():
                if record[field] == body.get(field):
                    record.update({it: body[it] for it in arguments if it in body})
            return answer

        return act

    wrap(owner, action, wrapper)
    note(what, *arguments)


FAULTS = ["enableFaultInjection"]
remembers("ecs task definition", ecs._ACTION_MAP, "RegisterTaskDefinition", ecs._task_defs, "family", FAULTS)
SERVICE = ["availabilityZoneRebalancing", "vpcLatticeConfigurations", "enableECSManagedTags"]
remembers("ecs service", ecs._ACTION_MAP, "CreateService", ecs._services, "serviceName", SERVICE)
remembers("eks cluster", eks, "_create_cluster", eks._clusters, "name", ["upgradePolicy", "zonalShiftConfig"])
NODES = ["launchTemplate", "nodeRepairConfig", "updateConfig"]
remembers("eks node group", eks, "_create_nodegroup", eks._nodegroups, "nodegroupName", NODES)


def tagged(original):
    def create(data):
        answer = original(data)
        stream = kinesis._streams.get(data["StreamName"])
        if stream:
            stream["tags"].update(data.get("Tags", {}))
        return answer

    return create


wrap(kinesis, "_create_stream", tagged)
note("kinesis", "Tags of CreateStream")


def lattice_in_deployments(original):
    """ECS tells these of a deployment, not of the service."""

    def describe(data):
        for service in ecs._services.values():
            for deployment in service.get("deployments", []):
                deployment["vpcLatticeConfigurations"] = service.get("vpcLatticeConfigurations", [])
        return original(data)

    return describe


wrap(ecs._ACTION_MAP, "DescribeServices", lattice_in_deployments)


def remembers_elements(owner, action, module, renderer, identifier, elements):
    """The same for the query protocol: `elements` are pairs of what is asked and what is answered."""
    # two regions may have one of the same name
    asked = AccountRegionScopedDict()

    def keeping(original):
        def act(params):
            asked[rds._p(params, identifier)] = {
                answered: listed(params, name) or rds._p(params, name) for name, answered in elements
            }
            return original(params)

        return act

    def telling(original):
        def render(record, *more):
            text = original(record, *more)
            for name, value in asked.get(record[identifier], {}).items():
                if value:
                    text = re.sub(rf"<{name}>\s*[^<]*</{name}>|<{name}/>", "", text) + f"<{name}>{value}</{name}>"
            return text

        return render

    wrap(owner, action, keeping)
    wrap(module, renderer, telling)
    note(f"{module.__name__.split('.')[-1]} {action}", *(answered for _, answered in elements))


def listed(params, name):
    members = []
    while value := rds._p(params, f"{name}.member.{len(members) + 1}"):
        members.append(f"<member>{value}</member>")
    return "".join(members)




def tight(original):
    """The provider takes no boolean with a line's break around it."""
    return lambda record, *more: re.sub(r">\s+([^<\s]+)\s+<", r">\1<", original(record, *more))


wrap(documentdb, "_instance_xml", tight)
shims.append({"what": "documentdb instances", "because": "MiniStack breaks lines within their values"})
LOGS = [("EnableCloudwatchLogsExports", "EnabledCloudwatchLogsExports")]
for module in (rds, documentdb):
    remembers_elements(module._ACTION_MAP, "CreateDBCluster", module, "_cluster_xml", "DBClusterIdentifier", LOGS)
INSIGHTS = [("PerformanceInsightsKMSKeyId", "PerformanceInsightsKMSKeyId")]
remembers_elements(rds._ACTION_MAP, "CreateDBInstance", rds, "_instance_xml", "DBInstanceIdentifier", INSIGHTS)
KEY = [("KmsKeyId", "KmsKeyId")]
remembers_elements(elasticache, "_create_replication_group", elasticache, "_rg_xml", "ReplicationGroupId", KEY)
