"""Domain names of API Gateway: without mutual TLS they tell of none, and an empty base path is found as `(none)`."""

from ministack.services import apigateway_v1 as apigateway

from shims import shim

create_domain_name = apigateway._create_domain_name
create_base_path_mapping = apigateway._create_base_path_mapping


@shim(apigateway, "_create_domain_name", "MiniStack tells of an empty mutual TLS where there is none")
def domain_name(data):
    status, headers, body = create_domain_name(data)
    made = apigateway._domain_names.get(data.get("domainName", ""))
    if made and not made["mutualTlsAuthentication"]:
        del made["mutualTlsAuthentication"]
    return status, headers, body


@shim(apigateway, "_create_base_path_mapping", "MiniStack keeps an empty path under no name, and AWS under (none)")
def base_path_mapping(name, data):
    return create_base_path_mapping(name, {**data, "basePath": data.get("basePath") or "(none)"})
