"""Redshift: what DescribeClusters leaves out, the master password in Secrets Manager, parameters, scheduled actions."""

from moto.core.responses import ActionResult
from moto.redshift.models import Cluster
from moto.redshift.responses import RedshiftResponse

from shims import adds, shim

LEFT_OUT = "DescribeClusters leaves it out, and the provider reads it"
adds(
    Cluster,
    LEFT_OUT,
    cluster_availability_status="Available",
    availability_zone_relocation_status="disabled",
    multi_az="Disabled",
    manual_snapshot_retention_period=-1,
    maintenance_track_name="current",
    master_password_secret_arn=None,
    master_password_secret_kms_key_id=None,
)


@property
def nodes(self):
    roles = ["SHARED"] if self.number_of_nodes == 1 else ["LEADER", *(f"COMPUTE-{at}" for at in range(self.number_of_nodes))]
    return [{"NodeRole": role} for role in roles]


shim(Cluster, "cluster_nodes", LEFT_OUT, lacking=True)(nodes)
create_cluster = RedshiftResponse.create_cluster


@property
def memberships(self):
    return [{"VpcSecurityGroupId": group, "Status": "active"} for group in self.vpc_security_group_ids]


shim(Cluster, "vpc_security_group_membership_list", "the security groups stand in MiniStack")(memberships)


@shim(RedshiftResponse, "create_cluster", "moto knows no master password that Redshift manages, and writes days in capitals")
def create(self):
    answer = create_cluster(self)
    backend = self.redshift_backend
    cluster = backend.clusters[self._get_param("ClusterIdentifier")]
    cluster.preferred_maintenance_window = cluster.preferred_maintenance_window.lower()
    if self._get_bool_param("ManageMasterPassword"):
        secret = f"secret:redshift!{cluster.cluster_identifier}-{cluster.master_username}"
        cluster.master_password_secret_arn = f"arn:aws:secretsmanager:{self.region}:{backend.account_id}:{secret}"
        cluster.master_password_secret_kms_key_id = self._get_param("MasterPasswordSecretKmsKeyId")
    return answer


@shim(RedshiftResponse, "modify_cluster_parameter_group", "moto keeps no parameters of a group", lacking=True)
def modify_parameters(self):
    name = self._get_param("ParameterGroupName")
    group = self.redshift_backend.describe_cluster_parameter_groups(name)[0]
    changed = {it["ParameterName"]: {**it, "Source": "user"} for it in self._get_param("Parameters", [])}
    group.changed = {**getattr(group, "changed", {}), **changed}
    return ActionResult({"ParameterGroupName": name, "ParameterGroupStatus": "Your parameter group has been updated."})


@shim(RedshiftResponse, "describe_cluster_parameters", "moto keeps no parameters of a group")
def describe_parameters(self):
    backend = self.redshift_backend
    group = backend.describe_cluster_parameter_groups(self._get_param("ParameterGroupName"))[0]
    changed = list(getattr(group, "changed", {}).values())
    if self._get_param("Source") == "user":
        return ActionResult({"Parameters": changed})
    return ActionResult({"Parameters": backend.describe_default_cluster_parameters() + changed})


NO_SCHEDULE = "moto has no scheduled actions"
FIELDS = [
    "ScheduledActionName",
    "TargetAction",
    "Schedule",
    "IamRole",
    "ScheduledActionDescription",
    "StartTime",
    "EndTime",
]


def scheduled(backend):
    if not hasattr(backend, "scheduled_actions"):
        backend.scheduled_actions = {}
    return backend.scheduled_actions


@shim(RedshiftResponse, "create_scheduled_action", NO_SCHEDULE, lacking=True)
def create_scheduled_action(self):
    given = {name: self._get_param(name) for name in FIELDS}
    action = {name: value for name, value in given.items() if value is not None}
    action["State"] = "DISABLED" if self._get_bool_param("Enable") is False else "ACTIVE"
    scheduled(self.redshift_backend)[action["ScheduledActionName"]] = action
    return ActionResult(action)


@shim(RedshiftResponse, "describe_scheduled_actions", NO_SCHEDULE, lacking=True)
def describe_scheduled_actions(self):
    wanted = self._get_param("ScheduledActionName")
    all_of_them = scheduled(self.redshift_backend).values()
    return ActionResult({"ScheduledActions": [it for it in all_of_them if wanted in (None, it["ScheduledActionName"])]})


@shim(RedshiftResponse, "delete_scheduled_action", NO_SCHEDULE, lacking=True)
def delete_scheduled_action(self):
    scheduled(self.redshift_backend).pop(self._get_param("ScheduledActionName"), None)
    return ActionResult({})
