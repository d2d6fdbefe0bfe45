#include <algorithm>

#include "api/query/action.h"

namespace sempurna::query {

namespace {

constexpr size_t kSimulatedAtMost = 1000;

std::string any(const Action& action, const std::string& kind) {
  return fmt::format("arn:aws:iam::{}:{}/*", action.services.config.account, kind);
}

Role find_role(Action& action, const std::string& what) {
  const std::string name = action.required("RoleName");
  const auto role = action.services.directory.role(name);
  const std::string asked =
      fmt::format("arn:aws:iam::{}:role/{}", action.services.config.account, name);
  try {
    authorize(action.services, action.call, what, role ? role->arn : asked);
  } catch (const AccessError&) {
    // Not by the ARN with its path, which only a role that is there has.
    throw AccessError(AccessFault::AccessDenied, "User: {} is not authorized to perform: {} on {}",
                      action.call.from.caller.arn, what, asked);
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

void write_user(XmlWriter& xml, const Identity& identity) {
  xml.element("Path", "/")
      .element("UserName", identity.name)
      .element("UserId", identity.user_id)
      .element("Arn", identity.arn)
      .element("CreateDate", iso_time(identity.created));
}

Circumstances context_entries(const Action& action) {
  Circumstances circumstances;
  for (const auto& one : action.structures("ContextEntries")) {
    circumstances[action.required(one + ".ContextKeyName")] =
        action.list(one + ".ContextKeyValues");
  }
  return circumstances;
}

}  // namespace

void get_role(Action& action, XmlWriter& xml) {
  const Role role = find_role(action, "iam:GetRole");
  xml.open("Role");
  write_role(xml, role);
  xml.close();
}

void list_roles(Action& action, XmlWriter& xml) {
  authorize(action.services, action.call, "iam:ListRoles", any(action, "role"));
  const std::string prefix = action.text("PathPrefix");
  xml.open("Roles");
  for (const auto& role : action.services.directory.roles()) {
    if (!role.path.starts_with(prefix)) continue;
    xml.open("member");
    write_role(xml, role);
    xml.close();
  }
  xml.close().element("IsTruncated", false);
}

Identity authorized_user(Action& action, const std::string& what) {
  const std::string asked = action.text("UserName");
  const Caller& caller = action.call.from.caller;
  if (asked.empty() && caller.is_role) {
    throw QueryError(400, "ValidationError",
                     "Must specify userName when calling with non-User credentials");
  }
  const std::string name = asked.empty() ? caller.identity : asked;
  authorize(action.services, action.call, what,
            fmt::format("arn:aws:iam::{}:user/{}", action.services.config.account, name));
  const auto identity = action.services.directory.identity(name);
  if (!identity)
    throw QueryError(404, "NoSuchEntity", "The user with name {} cannot be found.", name);
  return *identity;
}

void get_user(Action& action, XmlWriter& xml) {
  const Identity identity = authorized_user(action, "iam:GetUser");
  xml.open("User");
  write_user(xml, identity);
  xml.close();
}

void list_users(Action& action, XmlWriter& xml) {
  authorize(action.services, action.call, "iam:ListUsers", any(action, "user"));
  xml.open("Users");
  for (const auto& identity : action.services.directory.identities()) {
    xml.open("member");
    write_user(xml, identity);
    xml.close();
  }
  xml.close().element("IsTruncated", false);
}

void list_attached_role_policies(Action& action, XmlWriter& xml) {
  // A role's policies are its own here (inline); none is attached.
  find_role(action, "iam:ListAttachedRolePolicies");
  xml.open("AttachedPolicies").close().element("IsTruncated", false);
}

void list_role_policies(Action& action, XmlWriter& xml) {
  const Role role = find_role(action, "iam:ListRolePolicies");
  xml.open("PolicyNames");
  for (const auto& policy : role.policies) xml.element("member", policy.name);
  xml.close().element("IsTruncated", false);
}

void get_role_policy(Action& action, XmlWriter& xml) {
  const Role role = find_role(action, "iam:GetRolePolicy");
  const std::string name = action.required("PolicyName");
  const auto found = std::find_if(role.policies.begin(), role.policies.end(),
                                  [&](const NamedPolicy& policy) { return policy.name == name; });
  if (found == role.policies.end()) {
    throw QueryError(404, "NoSuchEntity", "The role policy with name {} cannot be found.", name);
  }
  xml.element("RoleName", role.name)
      .element("PolicyName", name)
      .element("PolicyDocument", percent_encode(found->json));
}

void simulate_principal_policy(Action& action, XmlWriter& xml) {
  const std::string source = action.required("PolicySourceArn");
  authorize(action.services, action.call, "iam:SimulatePrincipalPolicy", source);
  const auto caller = action.services.directory.caller_of(source);
  if (!caller) {
    throw QueryError(404, "NoSuchEntity", "the principal {} cannot be found", source);
  }
  auto resources = action.list("ResourceArns");
  if (resources.empty()) resources = {"*"};
  const auto names = action.list("ActionNames");
  if (names.empty())
    throw QueryError(400, "ValidationError", "the parameter ActionNames is missing");
  if (names.size() * resources.size() > kSimulatedAtMost) {
    throw QueryError(400, "ValidationError",
                     "{} actions on {} resources are asked about, but {} pairs may be at most",
                     names.size(), resources.size(), kSimulatedAtMost);
  }
  const Circumstances circumstances = context_entries(action);
  xml.open("EvaluationResults");
  for (const auto& name : names) {
    for (const auto& resource : resources) {
      const Decision decision =
          action.services.directory.decide({*caller, name, resource, circumstances}, "");
      const char* words = decision.verdict == Verdict::Allowed            ? "allowed"
                          : decision.verdict == Verdict::DeniedExplicitly ? "explicitDeny"
                                                                          : "implicitDeny";
      xml.open("member")
          .element("EvalActionName", name)
          .element("EvalResourceName", resource)
          .element("EvalDecision", words)
          .close();
    }
  }
  xml.close().element("IsTruncated", false);
}

}  // namespace sempurna::query
