#include <algorithm>

#include "access/directory_state.h"
#include "access/names.h"
#include "access/role_request.h"
#include "base/digest.h"

namespace sempurna {

namespace {

constexpr int kShortestSession = 900;
constexpr int kLongestSession = 36 * 3600;
constexpr int kLongestChained = 3600;  // AWS, "Role chaining"
constexpr int kSignedIn = 3600;
constexpr auto kRenewable = std::chrono::hours(12);

bool is_in_force(const Snapshot& snapshot, const SessionClaims& claims) {
  const auto person = snapshot.people.find(claims.identity);
  return person != snapshot.people.end() && person->second.is_let_in() &&
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
    Caller caller = caller_of(snapshot->people.at(claims.identity), id);
    caller.issued = claims.issued;
    caller.renewable = claims.renewable;
    return {claims.secret, caller};
  }
  const auto role = snapshot->roles.find(claims.role);
  if (role == snapshot->roles.end()) {
    throw AccessError(AccessFault::InvalidToken, "the role {} is gone", claims.role);
  }
  return {claims.secret, caller_of(role->second, claims)};
}

/// Of the caller's own epoch: keys that were changed since it was let in make nothing that holds.
Session Directory::Implementation::issue(SessionClaims claims, int seconds,
                                         const Snapshot& snapshot) {
  const Person& person = require(snapshot, claims.identity);
  claims.access_key_id = "ASIA" + id_letters(random_bytes(16), 16);
  claims.secret = new_secret();
  claims.issued = clock.now();
  claims.expires = claims.issued + std::chrono::seconds(seconds);
  Session session;
  session.credentials = {claims.access_key_id, claims.secret, write_session_token(claims, master)};
  session.expires = claims.expires;
  session.caller = claims.role.empty() ? caller_of(person, claims.access_key_id)
                                       : caller_of(snapshot.roles.at(claims.role), claims);
  session.caller.issued = claims.issued;
  session.caller.owner_epoch = claims.epoch;
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
    if (person.is_let_in() && key->second.enabled) {
      return {key->second.secret, implementation_->caller_of(person, access_key_id)};
    }
  }
  throw AccessError(AccessFault::InvalidAccessKeyId,
                    "the access key {} does not exist here, or is disabled", access_key_id);
}

Session Directory::assume_role(const Caller& caller, const RoleRequest& request,
                               const Circumstances& circumstances) {
  const auto snapshot = implementation_->now();
  check_request(request);
  if (!request.policy.empty()) parse_policy(request.policy, PolicyKind::Identity);
  const auto found =
      std::find_if(snapshot->roles.begin(), snapshot->roles.end(),
                   [&](const auto& pair) { return pair.second.role.arn == request.role_arn; });
  const auto require = [&](const std::string& action) {
    const Question question{caller, action, request.role_arn, circumstances};
    if (found != snapshot->roles.end() && !caller.is_anonymous()) {
      const Decision trust = evaluate(found->second.trust, question);
      const Decision own = implementation_->own_side(*snapshot, question);
      const Decision session = implementation_->session_side(*snapshot, question);
      const bool allowed =
          trust.verdict == Verdict::Allowed ||
          (trust.verdict == Verdict::AllowedForAccount && own.verdict == Verdict::Allowed);
      if (allowed && own.verdict != Verdict::DeniedExplicitly &&
          session.verdict == Verdict::Allowed) {
        return;
      }
    }
    throw AccessError(AccessFault::AccessDenied,
                      "User: {} is not authorized to perform: {} on resource: {}", caller.arn,
                      action, request.role_arn);
  };
  require("sts:AssumeRole");
  if (!request.tags.empty()) require("sts:TagSession");
  if (!request.source_identity.empty()) require("sts:SetSourceIdentity");

  const int longest = found->second.role.max_session_seconds;
  if (caller.is_role && request.seconds > kLongestChained) {
    throw Error(Code::InvalidArgument,
                "DurationSeconds is {}, but a role that takes another has it for {} at most",
                request.seconds, kLongestChained);
  }
  if (request.seconds < kShortestSession || request.seconds > longest) {
    throw Error(Code::InvalidArgument, "DurationSeconds is {}, but must be from {} to {} for {}",
                request.seconds, kShortestSession, longest, found->first);
  }
  // Only now: whoever may not take the role is not told what policies there are.
  const auto names = policy_names(request.policy_arns, *snapshot, implementation_->account);
  SessionClaims claims;
  claims.identity = caller.owner;
  claims.epoch = caller.owner_epoch;
  claims.role = found->first;
  claims.session_name = request.session_name;
  claims.policy = request.policy;
  claims.policies = names;
  claims.source_identity = inherited_source_identity(caller, request);
  claims.tags = request.tags;
  claims.transitive_tags = request.transitive_tags;
  inherit_tags(caller, claims);
  return implementation_->issue(std::move(claims), request.seconds, *snapshot);
}

Caller Directory::assume_role_as_service(const std::string& role_arn, const std::string& service,
                                         const std::string& session_name) {
  const auto snapshot = implementation_->now();
  Caller asking;
  asking.account = implementation_->account;
  asking.arn = asking.service = service;
  Circumstances circumstances;
  circumstances.add("aws:SourceAccount", implementation_->account);
  circumstances.add("sts:RoleSessionName", session_name);
  for (const auto& [name, assumable] : snapshot->roles) {
    if (assumable.role.arn != role_arn) continue;
    const Question question{asking, "sts:AssumeRole", role_arn, circumstances};
    if (evaluate(assumable.trust, question).verdict != Verdict::Allowed) break;
    return *caller_of(fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", implementation_->account,
                                  name, session_name));
  }
  throw AccessError(AccessFault::AccessDenied,
                    "the role {} is not there, or does not let {} take it", role_arn, service);
}

void Directory::Implementation::require_own_session(const Snapshot& snapshot, const Caller& caller,
                                                    const Circumstances& circumstances) {
  if (caller.is_session() || caller.is_anonymous()) {
    throw AccessError(AccessFault::AccessDenied,
                      "GetSessionToken is for an identity's own access key; temporary credentials "
                      "cannot make others");
  }
  const Decision own = own_side(snapshot, {caller, "sts:GetSessionToken", "*", circumstances});
  if (own.verdict == Verdict::DeniedExplicitly) {
    throw AccessError(AccessFault::AccessDenied,
                      "User: {} is not authorized to perform: sts:GetSessionToken, denied by {}",
                      caller.arn, own.reason);
  }
}

Session Directory::session_token(const Caller& caller, int seconds,
                                 const Circumstances& circumstances) {
  const auto snapshot = implementation_->now();
  implementation_->require_own_session(*snapshot, caller, circumstances);
  if (seconds < kShortestSession || seconds > kLongestSession) {
    throw Error(Code::InvalidArgument, "DurationSeconds is {}, but must be from {} to {}", seconds,
                kShortestSession, kLongestSession);
  }
  SessionClaims claims;
  claims.identity = caller.owner;
  claims.epoch = caller.owner_epoch;
  return implementation_->issue(std::move(claims), seconds, *snapshot);
}

Session Directory::sign_in(const Caller& caller, const Circumstances& circumstances) {
  implementation_->require_own_session(*implementation_->now(), caller, circumstances);
  return implementation_->begin_session(caller.owner, caller.owner_epoch);
}

Session Directory::sign_in_as(const std::string& identity) {
  const auto snapshot = implementation_->now(true);
  const Person& person = implementation_->require(*snapshot, identity);
  if (!person.is_let_in()) {
    throw AccessError(AccessFault::AccessDenied, "the identity {} is not let in", identity);
  }
  return implementation_->begin_session(identity, person.epoch);
}

Session Directory::Implementation::begin_session(const std::string& identity, int64_t epoch) {
  SessionClaims claims;
  claims.identity = identity;
  claims.epoch = epoch;
  claims.renewable = clock.now() + kRenewable;
  return issue(std::move(claims), kSignedIn, *now());
}

Session Directory::renew(const Caller& caller) {
  if (!caller.renewable) {
    throw AccessError(AccessFault::AccessDenied,
                      "these credentials cannot be renewed; sign in with an access key");
  }
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(*caller.renewable -
                                                                     implementation_->clock.now());
  if (left <= std::chrono::seconds(0)) {
    throw AccessError(AccessFault::ExpiredToken,
                      "it is half a day since you signed in; sign in again");
  }
  SessionClaims claims;
  claims.identity = caller.owner;
  claims.epoch = caller.owner_epoch;
  claims.renewable = caller.renewable;
  const auto seconds = std::min<int64_t>(kSignedIn, left.count());
  return implementation_->issue(std::move(claims), static_cast<int>(seconds),
                                *implementation_->now());
}

}  // namespace sempurna
