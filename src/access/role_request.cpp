#include "access/role_request.h"

#include <algorithm>

#include "access/access_error.h"
#include "access/names.h"
#include "base/ascii.h"
#include "base/nearest.h"

namespace sempurna {

namespace {

constexpr size_t kTagsAtMost = 50;
constexpr size_t kPoliciesAtMost = 10;

// Characters of UTF-8, which is what AWS counts.
size_t characters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void check_tags(const RoleRequest& request) {
  if (request.tags.size() > kTagsAtMost) {
    throw Error(Code::InvalidArgument, "Tags has {} tags, but a session has {} at most",
                request.tags.size(), kTagsAtMost);
  }
  std::set<std::string> names;
  for (const auto& [name, value] : request.tags) {
    if (name.empty() || characters(name) > 128 || characters(value) > 256) {
      throw Error(Code::InvalidArgument,
                  "the tag '{}' is too long or has no name: a name has 1 to 128 characters, a "
                  "value 256 at most",
                  name);
    }
    if (!names.insert(lower_ascii(name)).second) {
      throw Error(Code::InvalidArgument, "the tag '{}' is given twice, but for the case", name);
    }
  }
  for (const auto& name : request.transitive_tags) {
    if (!request.tags.contains(name)) {
      throw Error(Code::InvalidArgument, "TransitiveTagKeys has '{}', which is not among Tags",
                  name);
    }
  }
}

}  // namespace

void check_request(const RoleRequest& request) {
  if (!is_name(request.session_name, 2)) {
    throw Error(Code::InvalidArgument,
                "RoleSessionName '{}' must have 2 to 64 letters, digits and _+=,.@-",
                request.session_name);
  }
  if (!request.source_identity.empty() && !is_name(request.source_identity, 2)) {
    throw Error(Code::InvalidArgument,
                "SourceIdentity '{}' must have 2 to 64 letters, digits and _+=,.@-",
                request.source_identity);
  }
  check_tags(request);
}

std::vector<std::string> policy_names(const std::vector<std::string>& arns,
                                      const Snapshot& snapshot, const std::string& account) {
  if (arns.size() > kPoliciesAtMost) {
    throw Error(Code::InvalidArgument, "PolicyArns has {} policies, but may have {}", arns.size(),
                kPoliciesAtMost);
  }
  const std::string prefix = fmt::format("arn:aws:iam::{}:policy/", account);
  std::vector<std::string> known;
  for (const auto& [name, policy] : snapshot.policies) known.push_back(prefix + name);
  std::vector<std::string> names;
  for (const auto& arn : arns) {
    if (std::find(known.begin(), known.end(), arn) == known.end()) {
      throw Error(Code::InvalidArgument,
                  "PolicyArns has '{}', but a session's policies are those of the configuration, "
                  "{}NAME.{}",
                  arn, prefix, did_you_mean(arn, known));
    }
    names.push_back(arn.substr(prefix.size()));
  }
  return names;
}

std::string inherited_source_identity(const Caller& caller, const RoleRequest& request) {
  if (caller.source_identity.empty()) return request.source_identity;
  if (!request.source_identity.empty() && request.source_identity != caller.source_identity) {
    throw AccessError(AccessFault::AccessDenied,
                      "SourceIdentity is '{}', but the session that takes the role has '{}', which "
                      "stays",
                      request.source_identity, caller.source_identity);
  }
  return caller.source_identity;
}

void inherit_tags(const Caller& caller, SessionClaims& claims) {
  for (const auto& name : caller.transitive_tags) {
    const bool is_new = std::none_of(claims.tags.begin(), claims.tags.end(), [&](const auto& tag) {
      return same_but_for_case(tag.first, name);
    });
    if (!is_new) {
      throw Error(Code::InvalidArgument,
                  "Tags has '{}', which the session that takes the role hands on to it already",
                  name);
    }
    claims.tags[name] = caller.tags.at(name);
    claims.transitive_tags.insert(name);
  }
}

}  // namespace sempurna
