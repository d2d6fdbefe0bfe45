#pragma once

#include "api/query/operation.h"

namespace sempurna::iam {

using query::Operation;
using query::QueryError;

// Each writes the result of one operation of its API Reference.

// roles.cpp
void get_role(Operation& op, XmlWriter& xml);
void list_roles(Operation& op, XmlWriter& xml);
void list_attached_role_policies(Operation& op, XmlWriter& xml);
void list_role_policies(Operation& op, XmlWriter& xml);
void get_role_policy(Operation& op, XmlWriter& xml);

// users.cpp
/// The identity that UserName names, or else the caller, once the caller may do the operation's
/// action with it.
Identity authorized_user(Operation& op);
void get_user(Operation& op, XmlWriter& xml);
void list_users(Operation& op, XmlWriter& xml);

// simulation.cpp
void simulate_principal_policy(Operation& op, XmlWriter& xml);

// access_keys.cpp
void list_access_keys(Operation& op, XmlWriter& xml);
void create_access_key(Operation& op, XmlWriter& xml);
void update_access_key(Operation& op, XmlWriter& xml);
void delete_access_key(Operation& op, XmlWriter& xml);

}  // namespace sempurna::iam
