#include "access/session_token.h"

#include "access/access_error.h"
#include "base/base64.h"
#include "base/json.h"

namespace sempurna {

namespace {

constexpr std::string_view kContext = "session token 1";
constexpr size_t kLongest = 16384;

}  // namespace

std::string write_session_token(const SessionClaims& claims, const MasterKey& master) {
  const Json json = {claims.access_key_id, claims.secret,
                     claims.identity,      claims.epoch,
                     claims.role,          claims.session_name,
                     claims.policy,        claims.expires.time_since_epoch().count()};
  return encode_base64(master.encrypt(to_line(json), kContext));
}

SessionClaims read_session_token(const std::string& token, const MasterKey& master) {
  const auto sealed = token.size() <= kLongest ? decode_base64(token) : std::nullopt;
  if (sealed) {
    try {
      const Json json = parse_json(master.decrypt(*sealed, kContext), "a session token");
      return {json.at(0), json.at(1),
              json.at(2), json.at(3),
              json.at(4), json.at(5),
              json.at(6), Time(std::chrono::milliseconds(json.at(7).get<int64_t>()))};
    } catch (const std::exception&) {
      // Not ours: said below.
    }
  }
  throw AccessError(AccessFault::InvalidToken,
                    "the session token is not one that this server gave; get new credentials");
}

}  // namespace sempurna
