#include "access/session_token.h"

#include "access/access_error.h"
#include "base/base64.h"
#include "base/json.h"

namespace sempurna {

namespace {

constexpr std::string_view kContext = "session token 2";
constexpr size_t kLongest = 8192;

int64_t milliseconds(Time time) {
  return time.time_since_epoch().count();
}

Time time_of(const Json& json) {
  return Time(std::chrono::milliseconds(json.get<int64_t>()));
}

}  // namespace

std::string write_session_token(const SessionClaims& claims, const MasterKey& master) {
  Json json = {claims.access_key_id,
               claims.secret,
               claims.identity,
               claims.epoch,
               claims.role,
               claims.session_name,
               claims.policy,
               claims.policies,
               claims.tags,
               claims.transitive_tags,
               claims.source_identity,
               milliseconds(claims.issued),
               milliseconds(claims.expires)};
  if (claims.renewable) json.push_back(milliseconds(*claims.renewable));
  std::string token = encode_base64(master.encrypt(to_line(json), kContext));
  if (token.size() > kLongest) {
    throw AccessError(AccessFault::PackedPolicyTooLarge,
                      "the session's policy, tags and names make a token of {} characters, which "
                      "may have {}; name a policy of the configuration in PolicyArns instead",
                      token.size(), kLongest);
  }
  return token;
}

SessionClaims read_session_token(const std::string& token, const MasterKey& master) {
  const auto sealed = token.size() <= kLongest ? decode_base64(token) : std::nullopt;
  if (sealed) {
    try {
      const Json json = parse_json(master.decrypt(*sealed, kContext), "a session token");
      SessionClaims claims{json.at(0),          json.at(1), json.at(2),  json.at(3),
                           json.at(4),          json.at(5), json.at(6),  json.at(7),
                           json.at(8),          json.at(9), json.at(10), time_of(json.at(11)),
                           time_of(json.at(12))};
      if (json.size() > 13) claims.renewable = time_of(json.at(13));
      return claims;
    } catch (const std::exception&) {
      // Not ours: said below.
    }
  }
  throw AccessError(AccessFault::InvalidToken,
                    "the session token is not one that this server gave; get new credentials");
}

}  // namespace sempurna
