#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "access/master_key.h"
#include "base/clock.h"

namespace sempurna {

/// What the token of temporary credentials holds, so that nothing of them is kept: encrypted under
/// the master key and unreadable to whoever carries it.
struct SessionClaims {
  std::string access_key_id;
  std::string secret;
  std::string identity;  ///< who asked for them
  int64_t epoch = 0;     ///< of that identity's keys, then
  std::string role;      ///< assumed; empty: the identity's own
  std::string session_name;
  std::string policy;                 ///< JSON; empty: none
  std::vector<std::string> policies;  ///< names of the configuration's
  std::map<std::string, std::string> tags;
  std::set<std::string> transitive_tags;
  std::string source_identity;
  Time issued;
  Time expires;
  /// Until when whoever holds them may have others in their place (Directory::renew).
  std::optional<Time> renewable = {};
};

/// At most 8192 characters, which every client's and proxy's header holds. Throws
/// PackedPolicyTooLarge.
std::string write_session_token(const SessionClaims& claims, const MasterKey& master);

/// Throws InvalidToken when we did not write it.
SessionClaims read_session_token(const std::string& token, const MasterKey& master);

}  // namespace sempurna
