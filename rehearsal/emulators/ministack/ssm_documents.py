"""Systems Manager: documents, which MiniStack does not have; nothing runs them here."""

import hashlib
import json
import time

from ministack.core.responses import AccountRegionScopedDict, error_response_json, get_account_id, json_response
from ministack.services import ssm

from shims import shims

handle = ssm.handle_request
ssm._documents = AccountRegionScopedDict()


def create(asked):
    name = asked["Name"]
    if name in ssm._documents:
        return error_response_json("DocumentAlreadyExists", f"Document with name {name} already exists.", 400)
    content = asked["Content"]
    ssm._documents[name] = {
        "Name": name,
        "Hash": hashlib.sha256(content.encode()).hexdigest(),
        "HashType": "Sha256",
        "Owner": get_account_id(),
        "CreatedDate": time.time(),
        "Status": "Active",
        "DocumentVersion": "1",
        "LatestVersion": "1",
        "DefaultVersion": "1",
        "SchemaVersion": json.loads(content)["schemaVersion"],
        "DocumentType": asked["DocumentType"],
        "DocumentFormat": asked.get("DocumentFormat", "JSON"),
        "PlatformTypes": ["Linux", "MacOS", "Windows"],
        "Parameters": [{"Name": key, "Type": it["type"]} for key, it in json.loads(content).get("parameters", {}).items()],
        "Content": content,
    }
    if asked.get("Tags"):
        ssm._tags[name] = {it["Key"]: it["Value"] for it in asked["Tags"]}
    return json_response({"DocumentDescription": described(ssm._documents[name])})


def described(document):
    tags = [{"Key": key, "Value": value} for key, value in ssm._tags.get(document["Name"], {}).items()]
    return {name: value for name, value in document.items() if name != "Content"} | {"Tags": tags}


def describe(asked):
    return json_response({"Document": described(ssm._documents[asked["Name"]])})


def get(asked):
    return json_response(ssm._documents[asked["Name"]])


def permission(asked):
    return json_response({"AccountIds": [], "AccountSharingInfoList": []})


def delete(asked):
    ssm._documents.pop(asked["Name"])
    ssm._tags.pop(asked["Name"], None)
    return json_response({})


OPERATIONS = {
    "CreateDocument": create,
    "DescribeDocument": describe,
    "GetDocument": get,
    "DescribeDocumentPermission": permission,
    "DeleteDocument": delete,
}


async def handle_request(method, path, headers, body, query_params):
    operation = OPERATIONS.get(headers.get("x-amz-target", "").split(".")[-1])
    if operation is None:
        return await handle(method, path, headers, body, query_params)
    asked = json.loads(body)
    if operation is not create and asked["Name"] not in ssm._documents:
        return error_response_json("InvalidDocument", f"Document with name {asked['Name']} does not exist.", 400)
    return operation(asked)


ssm.handle_request = handle_request
shims.extend({"what": f"ssm {it}", "because": "MiniStack does not have it"} for it in OPERATIONS)
