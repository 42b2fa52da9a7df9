"""moto's services look for subnets and ECS services in moto; they stand in MiniStack."""

import os
from types import SimpleNamespace

import boto3
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend
from moto.core.exceptions import JsonRESTError
from moto.ec2.models import EC2Backend

from shims import shim


def client(service):
    account = os.environ["MOTO_ACCOUNT_ID"]
    return boto3.client(
        service, endpoint_url=os.environ["MINISTACK"], aws_access_key_id=account, aws_secret_access_key="unchecked"
    )


own_subnets = EC2Backend.describe_subnets


@shim(EC2Backend, "describe_subnets", "the subnets of the network stack stand in MiniStack")
def describe_subnets(self, subnet_ids=None, filters=None):
    wanted = subnet_ids or (filters or {}).get("subnet-id", [])
    own = own_subnets(self, subnet_ids, filters)
    if own or not wanted:
        return own
    found = client("ec2").describe_subnets(SubnetIds=wanted)["Subnets"]
    return [
        SimpleNamespace(id=it["SubnetId"], vpc_id=it["VpcId"], availability_zone=it["AvailabilityZone"]) for it in found
    ]


@shim(ApplicationAutoscalingBackend, "_ecs_service_exists_for_target", "the ECS services stand in MiniStack")
def ecs_service_exists(self, resource_id):
    _, cluster, service = resource_id.split("/")
    found = client("ecs").describe_services(cluster=cluster, services=[service])["services"]
    if not any(it["status"] == "ACTIVE" for it in found):
        raise JsonRESTError("ValidationException", f"ECS service doesn't exist: {resource_id}")
    return True
