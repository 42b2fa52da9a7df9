"""VPC Lattice: the operations that end what others have made, without which a destruction waits for ever."""

import json
from urllib.parse import unquote

from moto.vpclattice.exceptions import ResourceNotFoundException
from moto.vpclattice.responses import VPCLatticeResponse

from shims import shim

STORES = {
    "service": "services",
    "listener": "listeners",
    "target_group": "target_groups",
    "service_network": "service_networks",
    "service_network_service_association": "service_network_service_associations",
    "service_network_vpc_association": "service_network_vpc_associations",
}


def named(response, store):
    """The store's members, and the id by which the request names one."""
    members = getattr(response.backend, store)
    last = unquote(response.path).split("/")[-1]
    if last not in members:
        raise ResourceNotFoundException(last)
    return members, last


def deletion(store):
    def delete(self):
        members, last = named(self, store)
        return json.dumps({**members.pop(last).to_dict(), "status": "DELETE_IN_PROGRESS"})

    return delete


for kind, store in STORES.items():
    shim(VPCLatticeResponse, f"delete_{kind}", "moto deletes nothing of it", lacking=True)(deletion(store))


@shim(VPCLatticeResponse, "get_service_network_vpc_association", "moto only lists them", lacking=True)
def get_vpc_association(self):
    members, last = named(self, STORES["service_network_vpc_association"])
    return json.dumps(members[last].to_dict())
