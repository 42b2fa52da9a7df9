"""MemoryDB: the engine and version that were asked for, and an end that is not waited for."""

import json

from moto.memorydb.exceptions import ClusterNotFoundFault
from moto.memorydb.models import MemoryDBCluster
from moto.memorydb.responses import MemoryDBResponse

from shims import shim

describe = MemoryDBCluster.to_dict
create_cluster = MemoryDBResponse.create_cluster
delete_cluster = MemoryDBResponse.delete_cluster


@shim(MemoryDBResponse, "create_cluster", "moto knows three versions of Redis, and takes no replicas for one")
def create(self):
    answer = create_cluster(self)
    asked = json.loads(self.body)
    cluster = self.memorydb_backend.clusters[asked["ClusterName"]]
    cluster.engine = asked.get("Engine", "redis")
    cluster.engine_version = asked.get("EngineVersion", cluster.engine_version)
    cluster.num_replicas_per_shard = asked.get("NumReplicasPerShard", 1)
    cluster.shards = cluster.get_shard_details()
    return answer


@shim(MemoryDBCluster, "to_dict", "moto leaves out the engine")
def to_dict(self):
    return {**describe(self), "Engine": getattr(self, "engine", "redis")}


@shim(MemoryDBResponse, "delete_cluster", "the provider waits five minutes before its first look; it is gone at once")
def delete(self):
    delete_cluster(self)
    raise ClusterNotFoundFault("Cluster not found.")
