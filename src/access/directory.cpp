#include "access/directory.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <utility>

#include "access/session_token.h"
#include "base/database.h"
#include "base/digest.h"
#include "base/json.h"

namespace sempurna {

namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE identity(name TEXT PRIMARY KEY, enabled INTEGER NOT NULL,"
    "  created INTEGER NOT NULL, epoch INTEGER NOT NULL, policies TEXT NOT NULL);"
    "CREATE TABLE access_key(id TEXT PRIMARY KEY,"
    "  identity TEXT NOT NULL REFERENCES identity(name), secret BLOB NOT NULL,"
    "  created INTEGER NOT NULL)";

constexpr auto kLookEvery = std::chrono::milliseconds(250);
constexpr int kShortestSession = 900;
constexpr int kLongestSession = 36 * 3600;
constexpr size_t kKeysAtMost = 2;  // of an identity, as in AWS

using Policies = std::vector<std::pair<std::string, Policy>>;

Policies parse_all(const std::vector<NamedPolicy>& policies) {
  Policies parsed;
  for (const auto& policy : policies) {
    try {
      parsed.emplace_back(policy.name, parse_policy(policy.json, PolicyKind::Identity));
    } catch (const AccessError& error) {
      throw AccessError(AccessFault::MalformedPolicy, "the policy {}: {}", policy.name,
                        error.what());
    }
  }
  return parsed;
}

// The 26 letters and 2 to 7, as AWS's ids have them.
std::string letters(std::string_view bytes, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[static_cast<unsigned char>(bytes[i]) & 31];
  }
  return text;
}

// Stable, and the same wherever the account and the name are.
std::string stable_id(std::string_view prefix, const std::string& account,
                      const std::string& name) {
  const std::string hash =
      digest(DigestKind::Sha256, fmt::format("{} {} {}", prefix, account, name));
  return std::string(prefix) + letters(hash, 17);
}

std::string new_secret() {
  static constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string secret;
  for (const char c : random_bytes(40)) secret += kLetters[static_cast<unsigned char>(c) & 63];
  return secret;
}

bool is_name(std::string_view name, size_t shortest) {
  return name.size() >= shortest && name.size() <= 64 &&
         name.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,."
             "@-") == std::string_view::npos;
}

std::string write_policies(const std::vector<NamedPolicy>& policies) {
  Json list = Json::array();
  for (const auto& policy : policies) list.push_back({policy.name, policy.json});
  return to_line(list);
}

std::vector<NamedPolicy> read_policies(const std::string& text) {
  std::vector<NamedPolicy> policies;
  for (const Json& pair : parse_json(text, "an identity's policies")) {
    policies.push_back({pair.at(0), pair.at(1)});
  }
  return policies;
}

std::string secret_context(const std::string& id) {
  return "access key " + id;
}

struct Person {
  Identity identity;
  int64_t epoch = 0;
  Policies policies;
};

struct AssumableRole {
  Role role;
  Policy trust;
  Policies policies;
};

struct Secret {
  std::string identity;
  std::string secret;
  Time created;
};

/// All that decisions need, as it was when it was read. Never changed afterwards.
struct Snapshot {
  std::map<std::string, Person> people;
  std::map<std::string, AssumableRole> roles;
  std::map<std::string, Secret> keys;
};

Decision worst(const Policies& policies, const Question& question) {
  Decision result;
  for (const auto& [name, policy] : policies) {
    Decision decision = evaluate(policy, question);
    if (decision.verdict <= result.verdict) continue;
    decision.reason = fmt::format("{} of the policy {}", decision.reason, name);
    result = decision;
  }
  return result;
}

}  // namespace

struct Directory::Implementation {
  Database database;
  std::string account;
  const MasterKey& master;
  const Clock& clock;

  std::mutex mutex;
  std::vector<DeclaredIdentity> declared_identities;
  std::vector<DeclaredRole> declared_roles;
  std::shared_ptr<const Snapshot> snapshot;
  int64_t version = -1;
  std::chrono::steady_clock::time_point looked{};

  std::string user_arn(const std::string& name) const {
    return fmt::format("arn:aws:iam::{}:user/{}", account, name);
  }

  int64_t data_version() {
    Statement& row = database.prepare("PRAGMA data_version");
    row.next();
    const int64_t now = row.integer(0);
    row.reset();
    return now;
  }

  /// The snapshot in force. Another process's changes are seen when kLookEvery has passed.
  std::shared_ptr<const Snapshot> now(bool at_once = false) {
    const std::lock_guard lock(mutex);
    const auto moment = std::chrono::steady_clock::now();
    if (snapshot && !at_once && moment - looked < kLookEvery) return snapshot;
    looked = moment;
    if (const int64_t current = data_version(); !snapshot || current != version) {
      version = current;
      snapshot = load();
    }
    return snapshot;
  }

  std::shared_ptr<const Snapshot> load() {
    auto loaded = std::make_shared<Snapshot>();
    Statement& rows =
        database.prepare("SELECT name, enabled, created, epoch, policies FROM identity");
    while (rows.next()) {
      Person& person = loaded->people[rows.text(0)];
      person.identity.name = rows.text(0);
      person.identity.enabled = rows.integer(1) != 0;
      person.identity.created = Time(std::chrono::milliseconds(rows.integer(2)));
      person.epoch = rows.integer(3);
      person.identity.policies = read_policies(rows.text(4));
    }
    rows.reset();
    for (const auto& declared : declared_identities) {
      Identity& identity = loaded->people[declared.name].identity;
      identity.name = declared.name;
      identity.declared = true;
      identity.policies.insert(identity.policies.end(), declared.policies.begin(),
                               declared.policies.end());
    }
    for (auto& [name, person] : loaded->people) {
      person.identity.arn = user_arn(name);
      person.identity.user_id = stable_id("AIDA", account, name);
      person.policies = parse_all(person.identity.policies);
    }
    Statement& keys = database.prepare("SELECT id, identity, secret, created FROM access_key");
    while (keys.next()) {
      const std::string id = keys.text(0);
      loaded->keys[id] = {keys.text(1), master.decrypt(keys.text(2), secret_context(id)),
                          Time(std::chrono::milliseconds(keys.integer(3)))};
    }
    keys.reset();
    for (const auto& declared : declared_roles) {
      AssumableRole& assumable = loaded->roles[declared.name];
      assumable.role = {
          declared.name,
          fmt::format("arn:aws:iam::{}:role{}{}", account, declared.path, declared.name),
          stable_id("AROA", account, declared.name),
          declared.path,
          declared.trust,
          declared.max_session_seconds,
          Time(),
          declared.policies};
      assumable.trust = parse_policy(declared.trust, PolicyKind::Trust);
      assumable.policies = parse_all(declared.policies);
    }
    return loaded;
  }

  /// Changes the database and makes the change seen at once.
  void change(const std::function<void()>& work) {
    const std::lock_guard lock(mutex);
    database.transaction(work);
    snapshot = load();
  }

  const Person& require(const Snapshot& snapshot, const std::string& name) const {
    const auto found = snapshot.people.find(name);
    if (found == snapshot.people.end()) {
      throw AccessError(AccessFault::NoSuchIdentity,
                        "there is no identity {}; `sempurna identity list` shows those there are",
                        name);
    }
    return found->second;
  }

  /// A declared identity has a row only once it needs one.
  void make_row(const std::string& name) {
    database.prepare("INSERT OR IGNORE INTO identity VALUES(?, 1, ?, 0, '[]')")
        .bind(1, name)
        .bind(2, clock.now().time_since_epoch().count())
        .run();
  }

  NewAccessKey insert_key(const std::string& identity) {
    NewAccessKey key{"AKIA" + letters(random_bytes(16), 16), new_secret()};
    database.prepare("INSERT INTO access_key VALUES(?, ?, ?, ?)")
        .bind(1, key.id)
        .bind(2, identity)
        .bind_bytes(3, master.encrypt(key.secret, secret_context(key.id)))
        .bind(4, clock.now().time_since_epoch().count())
        .run();
    return key;
  }

  Caller caller_of(const Person& person, const std::string& key_id) const {
    Caller caller;
    caller.account = account;
    caller.arn = caller.principal_arn = person.identity.arn;
    caller.user_id = person.identity.user_id;
    caller.identity = person.identity.name;
    caller.access_key_id = key_id;
    return caller;
  }

  Caller caller_of(const AssumableRole& assumable, const SessionClaims& claims) const {
    Caller caller;
    caller.account = account;
    caller.arn = fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account, assumable.role.name,
                             claims.session_name);
    caller.principal_arn = assumable.role.arn;
    caller.user_id = assumable.role.role_id + ":" + claims.session_name;
    caller.identity = assumable.role.name;
    caller.is_role = true;
    caller.access_key_id = claims.access_key_id;
    caller.session_policy = claims.policy;
    return caller;
  }

  static bool is_in_force(const Snapshot& snapshot, const SessionClaims& claims) {
    const auto person = snapshot.people.find(claims.identity);
    return person != snapshot.people.end() && person->second.identity.enabled &&
           person->second.epoch == claims.epoch;
  }

  KnownKey find_session(const std::string& id, const std::string& token) {
    const SessionClaims claims = read_session_token(token, master);
    if (claims.access_key_id != id) {
      throw AccessError(AccessFault::InvalidToken,
                        "the session token belongs to another access key");
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

  Session issue(const Person& person, const std::string& role, const std::string& session_name,
                const std::string& policy, int seconds, const Snapshot& snapshot) {
    SessionClaims claims;
    claims.access_key_id = "ASIA" + letters(random_bytes(16), 16);
    claims.secret = new_secret();
    claims.identity = person.identity.name;
    claims.epoch = person.epoch;
    claims.role = role;
    claims.session_name = session_name;
    claims.policy = policy;
    claims.expires = clock.now() + std::chrono::seconds(seconds);
    Session session;
    session.credentials = {claims.access_key_id, claims.secret,
                           write_session_token(claims, master)};
    session.expires = claims.expires;
    session.caller = role.empty() ? caller_of(person, claims.access_key_id)
                                  : caller_of(snapshot.roles.at(role), claims);
    return session;
  }

  /// What the caller's own side says: their policies, narrowed by the session's.
  Decision own_side(const Snapshot& snapshot, const Question& question) const {
    const Caller& caller = question.caller;
    Decision decision;
    if (caller.is_role) {
      const auto role = snapshot.roles.find(caller.identity);
      if (role != snapshot.roles.end()) decision = worst(role->second.policies, question);
    } else {
      const auto person = snapshot.people.find(caller.identity);
      if (person != snapshot.people.end()) decision = worst(person->second.policies, question);
    }
    return decision;
  }
};

Directory::Directory(const fs::path& file, std::string account, const MasterKey& master,
                     const Clock& clock)
    : implementation_(new Implementation{
          {file, {kSchema}}, std::move(account), master, clock, {}, {}, {}, {}, -1, {}}) {}

Directory::~Directory() = default;

void Directory::declare(const std::vector<DeclaredIdentity>& identities,
                        const std::vector<DeclaredRole>& roles) {
  for (const auto& identity : identities) {
    if (!is_name(identity.name, 1)) {
      throw Error(Code::InvalidArgument,
                  "the identity's name '{}' is not letters, digits and _+=,.@-", identity.name);
    }
    parse_all(identity.policies);
  }
  for (const auto& role : roles) {
    parse_policy(role.trust, PolicyKind::Trust);
    parse_all(role.policies);
  }
  const std::lock_guard lock(implementation_->mutex);
  implementation_->declared_identities = identities;
  implementation_->declared_roles = roles;
  implementation_->snapshot = implementation_->load();
}

const std::string& Directory::account() const {
  return implementation_->account;
}

bool Directory::is_empty() {
  return implementation_->now()->keys.empty();
}

void Directory::add_identity(const std::string& name, const std::vector<NamedPolicy>& policies) {
  if (!is_name(name, 1)) {
    throw Error(Code::InvalidArgument,
                "the name '{}' cannot be used: it may hold 1 to 64 letters, digits and _+=,.@-",
                name);
  }
  parse_all(policies);
  if (implementation_->now()->people.contains(name)) {
    throw AccessError(AccessFault::IdentityExists, "there is an identity {} already", name);
  }
  implementation_->change([&] {
    implementation_->database.prepare("INSERT INTO identity VALUES(?, 1, ?, 0, ?)")
        .bind(1, name)
        .bind(2, implementation_->clock.now().time_since_epoch().count())
        .bind(3, write_policies(policies))
        .run();
  });
}

std::vector<Identity> Directory::identities() {
  std::vector<Identity> all;
  for (const auto& [name, person] : implementation_->now()->people) all.push_back(person.identity);
  return all;
}

std::optional<Identity> Directory::identity(const std::string& name) {
  const auto snapshot = implementation_->now();
  const auto found = snapshot->people.find(name);
  if (found == snapshot->people.end()) return std::nullopt;
  return found->second.identity;
}

void Directory::set_enabled(const std::string& name, bool enabled) {
  implementation_->require(*implementation_->now(), name);
  implementation_->change([&] {
    implementation_->make_row(name);
    implementation_->database.prepare("UPDATE identity SET enabled=? WHERE name=?")
        .bind(1, int64_t{enabled})
        .bind(2, name)
        .run();
  });
}

NewAccessKey Directory::add_key(const std::string& identity,
                                const std::function<void(const NewAccessKey&)>& keep) {
  implementation_->require(*implementation_->now(), identity);
  if (keys(identity).size() >= kKeysAtMost) {
    throw AccessError(AccessFault::LimitExceeded,
                      "{} has {} access keys, which is the most; rotate them instead", identity,
                      kKeysAtMost);
  }
  NewAccessKey key;
  implementation_->change([&] {
    implementation_->make_row(identity);
    key = implementation_->insert_key(identity);
    if (keep) keep(key);
  });
  return key;
}

std::vector<AccessKey> Directory::keys(const std::string& identity) {
  std::vector<AccessKey> found;
  for (const auto& [id, key] : implementation_->now()->keys) {
    if (key.identity == identity) found.push_back({id, identity, key.created});
  }
  return found;
}

NewAccessKey Directory::rotate(const std::string& identity) {
  implementation_->require(*implementation_->now(), identity);
  NewAccessKey key;
  implementation_->change([&] {
    implementation_->make_row(identity);
    Database& database = implementation_->database;
    database.prepare("DELETE FROM access_key WHERE identity=?").bind(1, identity).run();
    database.prepare("UPDATE identity SET epoch=epoch+1 WHERE name=?").bind(1, identity).run();
    key = implementation_->insert_key(identity);
  });
  return key;
}

std::optional<Role> Directory::role(const std::string& name) {
  const auto snapshot = implementation_->now();
  const auto found = snapshot->roles.find(name);
  if (found == snapshot->roles.end()) return std::nullopt;
  return found->second.role;
}

std::vector<Role> Directory::roles() {
  std::vector<Role> all;
  for (const auto& [name, assumable] : implementation_->now()->roles) all.push_back(assumable.role);
  return all;
}

Caller Directory::anonymous() const {
  Caller caller;
  caller.account = "";
  caller.arn = caller.principal_arn = "anonymous";
  return caller;
}

std::optional<Caller> Directory::caller_of(const std::string& arn) {
  constexpr auto kNoKey = "none";  // or it would be anonymous
  const auto snapshot = implementation_->now();
  for (const auto& [name, person] : snapshot->people) {
    if (person.identity.arn == arn) return implementation_->caller_of(person, kNoKey);
  }
  for (const auto& [name, assumable] : snapshot->roles) {
    const std::string session =
        fmt::format("arn:aws:sts::{}:assumed-role/{}/", implementation_->account, name);
    if (assumable.role.arn != arn && !arn.starts_with(session)) continue;
    SessionClaims claims;
    claims.access_key_id = kNoKey;
    claims.session_name = arn == assumable.role.arn ? "session" : arn.substr(session.size());
    return implementation_->caller_of(assumable, claims);
  }
  return std::nullopt;
}

KnownKey Directory::find(const std::string& access_key_id, const std::string& session_token) {
  if (!session_token.empty()) return implementation_->find_session(access_key_id, session_token);
  auto snapshot = implementation_->now();
  // A key that was just made beside us is used at once.
  if (!snapshot->keys.contains(access_key_id)) snapshot = implementation_->now(true);
  const auto key = snapshot->keys.find(access_key_id);
  if (key != snapshot->keys.end()) {
    const Person& person = snapshot->people.at(key->second.identity);
    if (person.identity.enabled) {
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

Decision Directory::decide(const Question& question, const std::string& resource_policy) {
  const auto snapshot = implementation_->now();
  const Decision own = implementation_->own_side(*snapshot, question);
  Decision resource;
  if (!resource_policy.empty()) {
    resource = evaluate(parse_policy(resource_policy, PolicyKind::Resource), question);
    if (!resource.reason.empty()) resource.reason += " of the resource's policy";
  }
  Decision session{Verdict::Allowed, ""};
  if (!question.caller.session_policy.empty()) {
    session =
        evaluate(parse_policy(question.caller.session_policy, PolicyKind::Identity), question);
    if (!session.reason.empty()) session.reason += " of the session's policy";
  }
  for (const Decision* one : std::initializer_list<const Decision*>{&own, &resource, &session}) {
    if (one->verdict == Verdict::DeniedExplicitly) {
      return {Verdict::DeniedExplicitly, "denied by " + one->reason};
    }
  }
  if (session.verdict != Verdict::Allowed) {
    return {Verdict::NotMentioned, "the session's policy does not allow it"};
  }
  for (const Decision* one : std::initializer_list<const Decision*>{&own, &resource}) {
    if (one->verdict == Verdict::Allowed) return {Verdict::Allowed, "allowed by " + one->reason};
  }
  return {Verdict::NotMentioned, "no policy allows it"};
}

void Directory::backup(const fs::path& file) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->database.backup(file);
}

}  // namespace sempurna
