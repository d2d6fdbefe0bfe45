#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace sempurna::s3 {

/// How many bytes the file of a form may have.
struct FileSize {
  uint64_t least = 0;
  uint64_t most;
};

/// Checks a form against the policy that its sender signed: each condition holds, and each field is
/// spoken of by one, but for those that sign it, the file, and those that begin with x-ignore-.
/// `fields` are by name in lower case, `bucket` among them, and `key` as it will be stored. Returns
/// what content-length-range asks for, within `most`.
///
/// Throws InvalidPolicyDocument for what is no policy, AccessDenied for one that does not hold or
/// has expired. Source: Amazon S3 User Guide, "POST policy".
FileSize check_form_policy(std::string_view policy_json,
                           const std::map<std::string, std::string>& fields, Time now,
                           uint64_t most);

}  // namespace sempurna::s3
