"""Base paths of API Gateway's domain names: one that is empty is found as `(none)`."""

from ministack.services import apigateway_v1

from shims import shim

create_base_path_mapping = apigateway_v1._create_base_path_mapping


@shim(apigateway_v1, "_create_base_path_mapping", "MiniStack keeps an empty path under no name, and AWS under (none)")
def create(domain_name, data):
    return create_base_path_mapping(domain_name, {**data, "basePath": data.get("basePath") or "(none)"})
