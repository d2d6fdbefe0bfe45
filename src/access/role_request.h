#pragma once

#include <string>
#include <vector>

#include "access/session_token.h"
#include "access/snapshot.h"

namespace sempurna {

/// Throws InvalidArgument for a name, tags or a source identity that STS has not.
void check_request(const RoleRequest& request);

/// The names of the configuration's policies that a session's ARNs are of. Throws InvalidArgument
/// for one that is not there.
std::vector<std::string> policy_names(const std::vector<std::string>& arns,
                                      const Snapshot& snapshot, const std::string& account);

/// A source identity stays as it is along a chain of roles. Throws AccessDenied for another.
std::string inherited_source_identity(const Caller& caller, const RoleRequest& request);

/// Adds the caller's transitive tags. Throws InvalidArgument when the request has one of them anew.
void inherit_tags(const Caller& caller, SessionClaims& claims);

}  // namespace sempurna
