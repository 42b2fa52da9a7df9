"""
Turns the Kubernetes resources of a stack's Terraform into manifests, and holds those to the schemas of a version of
Kubernetes. What Terraform calls by the singular and without a list is found through the schema; a key that the schema
does not have is an error. Usage: manifests.py CDK_TF_JSON VERSION; prints {"manifests": [...], "errors": [...]}.
"""

import json
import re
import sys

import kubernetes_validate
from kubernetes_validate.utils import schema_contents

GROUPS = {
    "cluster_role": "rbac.authorization.k8s.io/",
    "cluster_role_binding": "rbac.authorization.k8s.io/",
    "role": "rbac.authorization.k8s.io/",
    "role_binding": "rbac.authorization.k8s.io/",
    "deployment": "apps/",
    "horizontal_pod_autoscaler": "autoscaling/",
    "pod_disruption_budget": "policy/",
}
# what Terraform keeps to itself, and a name of its own for what it does not keep in its state
META = {"//", "depends_on", "lifecycle", "data_wo_revision"}
WRITE_ONLY = {"data_wo": "data"}


class Schemas:
    def __init__(self, version):
        minor = ".".join(version.split(".")[:2])
        self.version = version
        self.folder = f"kubernetes-json-schema/v{minor}.0-local-strict"
        self.definitions = schema_contents(f"{self.folder}/_definitions.json", version)["$defs"]

    def of(self, api_version, kind):
        stem = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
        return schema_contents(f"{self.folder}/{kind.lower()}-{stem}.json", self.version)

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.definitions[schema["$ref"].split("/")[-1]]
        return schema


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(it.capitalize() for it in rest)


def manifest(schemas, kind, values):
    """A manifest from the values of a resource type without `kubernetes_`, such as `deployment_v1`."""
    name, _, version = kind.rpartition("_")
    api_version = GROUPS.get(name, "") + version
    title = camel(f"x_{name}")[1:]
    own = {WRITE_ONLY.get(key, key): value for key, value in values.items() if key not in META}
    return {"apiVersion": api_version, "kind": title, **shaped(schemas, schemas.of(api_version, title), own, title)}


def shaped(schemas, schema, value, path):
    """A value of Terraform in the shape of the schema."""
    schema = schemas.resolved(schema)
    if "array" in types(schema):
        items = value if isinstance(value, list) else [value]
        return [shaped(schemas, schema["items"], it, f"{path}[{at}]") for at, it in enumerate(items)]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict) and "properties" in schema:
        return dict(member(schemas, schema["properties"], key, it, path) for key, it in value.items())
    return scalar(schema, value)


def member(schemas, properties, key, value, path):
    name = next((it for it in names(key) if it in properties), None)
    if name is None:
        raise KeyError(f"{path}: Kubernetes knows no {key}")
    return name, shaped(schemas, properties[name], value, f"{path}.{name}")


def names(key):
    """What Kubernetes may call what Terraform calls by `key`."""
    it = camel(key)
    return [it, f"{it}s", re.sub("y$", "ies", it)]


def scalar(schema, value):
    """Terraform writes some numbers as text."""
    wanted = types(schema)
    if isinstance(value, str) and value.isdigit() and ("integer" in wanted or "oneOf" in schema):
        return int(value)
    return value


def types(schema):
    kind = schema.get("type", [])
    return kind if isinstance(kind, list) else [kind]


def main(file, version):
    with open(file) as stack:
        resources = json.load(stack)["resource"]
    schemas = Schemas(version)
    manifests, errors = [], []
    for kind, named in resources.items():
        for name, values in named.items():
            try:
                made = manifest(schemas, kind.removeprefix("kubernetes_"), values)
                kubernetes_validate.validate(made, version, strict=True)
                manifests.append(made)
            except kubernetes_validate.ValidationError as error:
                errors.append(f"{kind}.{name}: {'.'.join(map(str, error.path))}: {error.message}")
            except (KeyError, kubernetes_validate.SchemaNotFoundError) as error:
                errors.append(f"{kind}.{name}: {error}")
    print(json.dumps({"manifests": manifests, "errors": errors}))


main(*sys.argv[1:])
