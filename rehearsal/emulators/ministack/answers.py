"""Answers of MiniStack that have another form than AWS's, and read as changes to a second plan."""

import base64

from ministack.services import apigateway_v1, cloudtrail, documentdb, ec2, eks, elasticache, rds

from memory import wrap
from shims import shims


def note(what, because):
    shims.append({"what": what, "because": because})


def users_only(original):
    def describe(params):
        name = elasticache._p(params, "CacheParameterGroupName")
        kept = elasticache._param_group_params.get(name, {})
        if elasticache._p(params, "Source") != "user":
            return original(params)
        elasticache._param_group_params[name] = {key: it for key, it in kept.items() if it.get("Source") == "user"}
        try:
            return original(params)
        finally:
            elasticache._param_group_params[name] = kept

    return describe


wrap(elasticache, "_describe_cache_parameters", users_only)
note("elasticache DescribeCacheParameters", "MiniStack gives all parameters where those of the user are asked for")


def keeps_tls(original):
    def put(api, resource, method, data):
        answer = original(api, resource, method, data)
        if "tlsConfig" in data:
            held = apigateway_v1._resources[api][resource]["resourceMethods"][method]["methodIntegration"]
            held["tlsConfig"] = data["tlsConfig"]
        return answer

    return put


wrap(apigateway_v1, "_put_integration", keeps_tls)
note("apigateway PutIntegration", "MiniStack forgets the TLS configuration")


def without_empty_logs(original):
    def make(api, *more):
        answer = original(api, *more)
        for stage in apigateway_v1._stages_v1.get(api, {}).values():
            if not stage.get("accessLogSettings"):
                stage.pop("accessLogSettings", None)
        return answer

    return make


for name in ("_create_stage", "_get_stage", "_update_stage"):
    wrap(apigateway_v1, name, without_empty_logs)
note("apigateway stages", "MiniStack tells of access logs that nobody asked for")


def keeps_logs_and_tags(original):
    def create(body):
        answer = original(body)
        trail = cloudtrail._trails.get(body["Name"])
        if trail:
            names = ("CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn")
            trail.update({it: body[it] for it in names if it in body})
            tags = {it["Key"]: it["Value"] for it in body.get("TagsList", [])}
            cloudtrail._trail_tags.setdefault(trail["TrailARN"], {}).update(tags)
        return answer

    return create


wrap(cloudtrail._DISPATCH, "CreateTrail", keeps_logs_and_tags)
note("cloudtrail CreateTrail", "MiniStack forgets the log group, its role and the tags")


def by_ec2s_own_name(original):
    def parse(params, kind, resource):
        return original(params, "vpc-flow-log" if kind == "flow-log" else kind, resource)

    return parse


wrap(ec2, "_parse_tag_specs", by_ec2s_own_name)
note("ec2 tags of flow logs", "MiniStack looks for them under another type than EC2's")


def with_authority(original):
    def create(body, *more):
        answer = original(body, *more)
        cluster = eks._clusters.get(body["name"])
        if cluster:
            cluster["certificateAuthority"] = {"data": base64.b64encode(b"no API server").decode()}
        return answer

    return create


wrap(eks, "_create_cluster", with_authority)
note("eks certificate authority", "MiniStack has one only where it can start an API server")

for module in (rds, documentdb):
    wrap(module, "_sync_cluster_endpoints", lambda original: lambda cluster: None)
note("rds and documentdb endpoints", "MiniStack moves a cluster's endpoint to this machine with its first instance")


def unless_no_member(original):
    def remove(params):
        answer = original(params)
        if b"is not a member of global cluster" not in answer[2]:
            return answer
        named = rds._p(params, "DbClusterIdentifier")
        return rds._error("InvalidParameterValue", f"{named} is not found in global cluster", 400)

    return remove


wrap(rds._ACTION_MAP, "RemoveFromGlobalCluster", unless_no_member)
note("rds RemoveFromGlobalCluster", "MiniStack has another error than RDS for what is no member any more")
