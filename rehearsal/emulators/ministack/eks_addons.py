"""EKS: an add-on names the associations of its pods by ARN; they come and go with it."""

import json

from ministack.services import eks

from shims import shims

# where the pods of add-ons run, which a request does not say
NAMESPACE = "kube-system"
create_addon = eks._create_addon
delete_addon = eks._delete_addon


def create(cluster, body):
    wanted = body.pop("podIdentityAssociations", [])
    answer = create_addon(cluster, body)
    made = [eks._create_pod_identity_association(cluster, {**it, "namespace": NAMESPACE}) for it in wanted]
    arns = [json.loads(text)["association"]["associationArn"] for _, _, text in made]
    eks._addons[f"{cluster}/{body['addonName']}"]["podIdentityAssociations"] = arns
    return answer


def delete(cluster, name, *more):
    for arn in eks._addons.get(f"{cluster}/{name}", {}).get("podIdentityAssociations", []):
        eks._delete_pod_identity_association(cluster, arn.split("/")[-1])
    return delete_addon(cluster, name, *more)


eks._create_addon = create
eks._delete_addon = delete
shims.append({"what": "eks add-ons", "because": "MiniStack tells the associations of their pods in another form than EKS"})
