#include <algorithm>

#include "access/access_error.h"
#include "api/iam/handlers.h"

namespace sempurna::iam {

namespace {

Role find_role(Operation& op) {
  const std::string name = op.required("RoleName");
  const auto role = op.services.directory.role(name);
  const std::string asked =
      fmt::format("arn:aws:iam::{}:role/{}", op.services.config.account, name);
  try {
    authorize(op.services, op.call, op.call.action(), role ? role->arn : asked);
  } catch (const AccessError&) {
    // Not by the ARN with its path, which only a role that is there has.
    throw AccessError(AccessFault::AccessDenied, "User: {} is not authorized to perform: {} on {}",
                      op.call.from.caller.arn, op.call.action(), asked);
  }
  if (!role) {
    throw QueryError(404, "NoSuchEntity", "The role with name {} cannot be found.", name);
  }
  return *role;
}

void write_role(XmlWriter& xml, const Role& role) {
  xml.element("Path", role.path)
      .element("RoleName", role.name)
      .element("RoleId", role.role_id)
      .element("Arn", role.arn)
      .element("CreateDate", iso_time(role.created))
      .element("AssumeRolePolicyDocument", percent_encode(role.trust))
      .element("MaxSessionDuration", int64_t{role.max_session_seconds});
}

}  // namespace

void get_role(Operation& op, XmlWriter& xml) {
  const Role role = find_role(op);
  xml.open("Role");
  write_role(xml, role);
  xml.close();
}

void list_roles(Operation& op, XmlWriter& xml) {
  authorize(op.services, op.call, op.call.action(),
            fmt::format("arn:aws:iam::{}:role/*", op.services.config.account));
  const std::string prefix = op.text("PathPrefix");
  xml.open("Roles");
  for (const auto& role : op.services.directory.roles()) {
    if (!role.path.starts_with(prefix)) continue;
    xml.open("member");
    write_role(xml, role);
    xml.close();
  }
  xml.close().element("IsTruncated", false);
}

void list_attached_role_policies(Operation& op, XmlWriter& xml) {
  // A role's policies are its own here (inline); none is attached.
  find_role(op);
  xml.open("AttachedPolicies").close().element("IsTruncated", false);
}

void list_role_policies(Operation& op, XmlWriter& xml) {
  const Role role = find_role(op);
  xml.open("PolicyNames");
  for (const auto& policy : role.policies) xml.element("member", policy.name);
  xml.close().element("IsTruncated", false);
}

void get_role_policy(Operation& op, XmlWriter& xml) {
  const Role role = find_role(op);
  const std::string name = op.required("PolicyName");
  const auto found = std::find_if(role.policies.begin(), role.policies.end(),
                                  [&](const NamedPolicy& policy) { return policy.name == name; });
  if (found == role.policies.end()) {
    throw QueryError(404, "NoSuchEntity", "The role policy with name {} cannot be found.", name);
  }
  xml.element("RoleName", role.name)
      .element("PolicyName", name)
      .element("PolicyDocument", percent_encode(found->json));
}

}  // namespace sempurna::iam
