#include <algorithm>

#include "access/directory_state.h"
#include "access/names.h"
#include "base/digest.h"

namespace sempurna {

namespace {

constexpr int kShortestSession = 900;
constexpr int kLongestSession = 36 * 3600;

bool is_in_force(const Snapshot& snapshot, const SessionClaims& claims) {
  const auto person = snapshot.people.find(claims.identity);
  return person != snapshot.people.end() && person->second.identity.enabled &&
         person->second.epoch == claims.epoch;
}

}  // namespace

KnownKey Directory::Implementation::find_session(const std::string& id, const std::string& token) {
  const SessionClaims claims = read_session_token(token, master);
  if (claims.access_key_id != id) {
    throw AccessError(AccessFault::InvalidToken, "the session token belongs to another access key");
  }
  if (claims.expires < clock.now()) {
    throw AccessError(AccessFault::ExpiredToken,
                      "the temporary credentials expired at {}; get new ones",
                      iso_time(claims.expires));
  }
  auto snapshot = now();
  // One that was just made beside us, with a key that is as new, is used at once.
  if (!is_in_force(*snapshot, claims)) snapshot = now(true);
  if (!is_in_force(*snapshot, claims)) {
    throw AccessError(AccessFault::InvalidToken,
                      "the temporary credentials were revoked; get new ones");
  }
  if (claims.role.empty()) {
    return {claims.secret, caller_of(snapshot->people.at(claims.identity), id)};
  }
  const auto role = snapshot->roles.find(claims.role);
  if (role == snapshot->roles.end()) {
    throw AccessError(AccessFault::InvalidToken, "the role {} is gone", claims.role);
  }
  return {claims.secret, caller_of(role->second, claims)};
}

Session Directory::Implementation::issue(const Person& person, const std::string& role,
                                         const std::string& session_name, const std::string& policy,
                                         int seconds, const Snapshot& snapshot) {
  SessionClaims claims;
  claims.access_key_id = "ASIA" + id_letters(random_bytes(16), 16);
  claims.secret = new_secret();
  claims.identity = person.identity.name;
  claims.epoch = person.epoch;
  claims.role = role;
  claims.session_name = session_name;
  claims.policy = policy;
  claims.expires = clock.now() + std::chrono::seconds(seconds);
  Session session;
  session.credentials = {claims.access_key_id, claims.secret, write_session_token(claims, master)};
  session.expires = claims.expires;
  session.caller = role.empty() ? caller_of(person, claims.access_key_id)
                                : caller_of(snapshot.roles.at(role), claims);
  return session;
}

KnownKey Directory::find(const std::string& access_key_id, const std::string& session_token) {
  if (!session_token.empty()) return implementation_->find_session(access_key_id, session_token);
  auto snapshot = implementation_->now();
  // A key that was just made beside us is used at once.
  if (!snapshot->keys.contains(access_key_id)) snapshot = implementation_->now(true);
  const auto key = snapshot->keys.find(access_key_id);
  if (key != snapshot->keys.end()) {
    const Person& person = snapshot->people.at(key->second.identity);
    if (person.identity.enabled && key->second.enabled) {
      return {key->second.secret, implementation_->caller_of(person, access_key_id)};
    }
  }
  throw AccessError(AccessFault::InvalidAccessKeyId,
                    "the access key {} does not exist here, or is disabled", access_key_id);
}

Session Directory::assume_role(const Caller& caller, const std::string& role_arn,
                               const std::string& session_name, int seconds,
                               const std::string& session_policy,
                               const Circumstances& circumstances) {
  const auto snapshot = implementation_->now();
  if (!is_name(session_name, 2)) {
    throw Error(Code::InvalidArgument,
                "RoleSessionName '{}' must have 2 to 64 letters, digits and _+=,.@-", session_name);
  }
  if (!session_policy.empty()) parse_policy(session_policy, PolicyKind::Identity);
  const auto denied = [&](const std::string& why) {
    return AccessError(AccessFault::AccessDenied,
                       "User: {} is not authorized to perform: sts:AssumeRole on resource: {}{}",
                       caller.arn, role_arn, why);
  };
  const auto found =
      std::find_if(snapshot->roles.begin(), snapshot->roles.end(),
                   [&](const auto& pair) { return pair.second.role.arn == role_arn; });
  if (found == snapshot->roles.end() || caller.is_role || caller.is_anonymous()) {
    throw denied(caller.is_role ? ", because a role cannot assume another here" : "");
  }
  const AssumableRole& assumable = found->second;
  const Question question{caller, "sts:AssumeRole", role_arn, circumstances};
  const Decision trust = evaluate(assumable.trust, question);
  const Decision own = implementation_->own_side(*snapshot, question);
  const bool allowed =
      trust.verdict == Verdict::Allowed ||
      (trust.verdict == Verdict::AllowedForAccount && own.verdict == Verdict::Allowed);
  if (!allowed || own.verdict == Verdict::DeniedExplicitly) throw denied("");
  const int longest = assumable.role.max_session_seconds;
  if (seconds < kShortestSession || seconds > longest) {
    throw Error(Code::InvalidArgument, "DurationSeconds is {}, but must be from {} to {} for {}",
                seconds, kShortestSession, longest, assumable.role.name);
  }
  return implementation_->issue(implementation_->require(*snapshot, caller.identity), found->first,
                                session_name, session_policy, seconds, *snapshot);
}

Session Directory::session_token(const Caller& caller, int seconds) {
  const auto snapshot = implementation_->now();
  if (caller.is_role || caller.is_anonymous()) {
    throw AccessError(AccessFault::AccessDenied,
                      "GetSessionToken is for an identity's own access key");
  }
  if (seconds < kShortestSession || seconds > kLongestSession) {
    throw Error(Code::InvalidArgument, "DurationSeconds is {}, but must be from {} to {}", seconds,
                kShortestSession, kLongestSession);
  }
  return implementation_->issue(implementation_->require(*snapshot, caller.identity), "", "", "",
                                seconds, *snapshot);
}

}  // namespace sempurna
