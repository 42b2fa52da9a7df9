"""VPC: endpoints with their groups and private names, and the rule for all that every group begins with."""

from ministack.services import ec2

from shims import shims

create_endpoint = ec2._ACTION_MAP["CreateVpcEndpoint"]
endpoint_fields = ec2._vpce_fields_xml
match = ec2._rules_match
parse_permissions = ec2._parse_ip_permissions
rule_xml = ec2._sg_rule_xml


def create(params):
    before = set(ec2._vpc_endpoints)
    answer = create_endpoint(params)
    for made in set(ec2._vpc_endpoints) - before:
        ec2._vpc_endpoints[made].update(
            Groups=ec2._parse_member_list(params, "SecurityGroupId"),
            PrivateDns=ec2._p(params, "PrivateDnsEnabled") or "false",
        )
    return answer


def fields(endpoint, tag="item"):
    groups = "".join(f"<item><groupId>{it}</groupId></item>" for it in endpoint.get("Groups", []))
    own = f"<groupSet>{groups}</groupSet><privateDnsEnabled>{endpoint.get('PrivateDns', 'false')}</privateDnsEnabled>"
    return endpoint_fields(endpoint, tag).replace("<state>", f"{own}<state>")


def same(one, other):
    return match(portless(one), portless(other))


def portless(rule):
    """A rule for every protocol has no ports, whatever a request says of them."""
    if rule.get("IpProtocol") != "-1":
        return rule
    return {name: value for name, value in rule.items() if name not in ("FromPort", "ToPort", "SecurityGroupRuleId")}


def permissions(params, prefix):
    """Rules of a request, with the prefix lists that they name."""
    rules = parse_permissions(params, prefix)
    for at, rule in enumerate(rules, 1):
        one = f"{prefix}.{at}.PrefixListIds.1"
        listed = {name: ec2._p(params, f"{one}.{name}") for name in ("PrefixListId", "Description")}
        if listed["PrefixListId"]:
            rule["PrefixListIds"] = [{name: value for name, value in listed.items() if value}]
    return rules


def rule_fields(group, rule, is_egress=False):
    text = rule_xml(group, rule, is_egress)
    own = "".join(f"<prefixListId>{it['PrefixListId']}</prefixListId>" for it in rule.get("PrefixListIds", []))
    said = ec2._esc(ec2._sg_rule_description(rule) or "")
    description = f"<description>{said}</description>" if own and "<description>" not in text else ""
    return text.replace("<ipProtocol>", f"{own}{description}<ipProtocol>") if own else text


ec2._ACTION_MAP["CreateVpcEndpoint"] = create
ec2._parse_ip_permissions = permissions
ec2._sg_rule_xml = rule_fields
ec2._vpce_fields_xml = fields
ec2._rules_match = same
shims.append({"what": "ec2 VPC endpoints", "because": "MiniStack forgets their groups and private names"})
shims.append({"what": "ec2 RevokeSecurityGroupEgress", "because": "MiniStack does not know the first rule by ports 0 to 0"})
shims.append({"what": "ec2 security group rules", "because": "MiniStack forgets the prefix lists that they name"})
