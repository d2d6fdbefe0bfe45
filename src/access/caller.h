#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace sempurna {

/// Whoever sent a request, once the signature was found right.
struct Caller {
  std::string account;        ///< 12 digits
  std::string principal_arn;  ///< whose policies hold: of a role's session the role's, else `arn`
  std::string arn;  ///< arn:aws:iam::ACCOUNT:user/NAME, …:sts::ACCOUNT:assumed-role/ROLE/SESSION
  std::string user_id;   ///< AIDA…, or AROA…:SESSION
  std::string identity;  ///< name of the identity; of an assumed role, the role's
  bool is_role = false;
  std::string access_key_id;
  std::string session_policy;  ///< JSON, of AssumeRole; empty: none
  bool is_anonymous() const { return access_key_id.empty(); }
};

/// Circumstances that policies may ask about, names as in AWS ("aws:SourceIp", "s3:prefix").
using Circumstances = std::map<std::string, std::vector<std::string>>;

}  // namespace sempurna
