#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
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
  std::string owner;  ///< the identity whose access key it began with, of a role's session too
  std::string session_policy;                 ///< JSON, of AssumeRole; empty: none
  std::vector<std::string> session_policies;  ///< names of ours, of AssumeRole's PolicyArns
  std::map<std::string, std::string> tags;    ///< of the session
  std::set<std::string> transitive_tags;      ///< those that go on to a role assumed next
  std::string source_identity;
  /// Of a service of this server that asks for itself ("sagemaker.amazonaws.com"); else empty.
  std::string service;
  int64_t owner_epoch = -1;       ///< of the owner's keys, by the one that was used
  std::optional<Time> issued;     ///< when temporary credentials were made
  std::optional<Time> renewable;  ///< until when they may be exchanged for others of the same

  bool is_session() const { return issued.has_value(); }
  bool is_anonymous() const { return access_key_id.empty(); }
};

}  // namespace sempurna
