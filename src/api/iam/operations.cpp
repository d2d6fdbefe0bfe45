#include "api/iam/handlers.h"
#include "api/iam/iam.h"
#include "api/query/dialect.h"

namespace sempurna::iam {

namespace {

constexpr query::ServedOperation kOperations[] = {
    {"GetRole", "iam:GetRole", get_role, "RoleName"},
    {"ListRoles", "iam:ListRoles", list_roles, "PathPrefix MaxItems Marker"},
    {"GetUser", "iam:GetUser", get_user, "UserName"},
    {"ListUsers", "iam:ListUsers", list_users, "PathPrefix MaxItems Marker"},
    {"ListAttachedRolePolicies", "iam:ListAttachedRolePolicies", list_attached_role_policies,
     "RoleName PathPrefix MaxItems Marker"},
    {"ListRolePolicies", "iam:ListRolePolicies", list_role_policies, "RoleName MaxItems Marker"},
    {"GetRolePolicy", "iam:GetRolePolicy", get_role_policy, "RoleName PolicyName"},
    {"ListAccessKeys", "iam:ListAccessKeys", list_access_keys, "UserName MaxItems Marker"},
    {"CreateAccessKey", "iam:CreateAccessKey", create_access_key, "UserName"},
    {"UpdateAccessKey", "iam:UpdateAccessKey", update_access_key, "UserName AccessKeyId Status"},
    {"DeleteAccessKey", "iam:DeleteAccessKey", delete_access_key, "UserName AccessKeyId"},
    {"SimulatePrincipalPolicy", "iam:SimulatePrincipalPolicy", simulate_principal_policy,
     "PolicySourceArn ActionNames ResourceArns ContextEntries MaxItems Marker"},
};

}  // namespace

const Dialect& dialect() {
  static const query::QueryDialect kDialect(
      {.name = "iam",
       .xml_namespace = "https://iam.amazonaws.com/doc/2010-05-08/",
       .operations = kOperations});
  return kDialect;
}

}  // namespace sempurna::iam
