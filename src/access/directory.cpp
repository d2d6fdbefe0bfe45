#include "access/directory.h"

#include <algorithm>
#include <utility>

#include "access/directory_state.h"
#include "access/names.h"

namespace sempurna {

namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(250);

int64_t data_version(Database& database) {
  Statement row = database.prepare("PRAGMA data_version");
  row.next();
  const int64_t now = row.integer(0);
  return now;
}

}  // namespace

std::shared_ptr<const Snapshot> Directory::Implementation::now(bool at_once) {
  const std::lock_guard lock(mutex);
  const auto moment = std::chrono::steady_clock::now();
  if (snapshot && !at_once && moment - looked < kLookEvery) return snapshot;
  // Both only after what may throw: or the next call would take the old for the new.
  if (const int64_t current = data_version(database); !snapshot || current != version) {
    snapshot = load();
    version = current;
  }
  looked = moment;
  return snapshot;
}

std::shared_ptr<const Snapshot> Directory::Implementation::load() {
  auto loaded =
      std::make_shared<const Snapshot>(load_snapshot(database, declared, account, master));
  for (const auto& fault : loaded->faults) {
    const bool is_known =
        snapshot && std::count(snapshot->faults.begin(), snapshot->faults.end(), fault) > 0;
    if (tell_fault && !is_known) tell_fault(fault);
  }
  return loaded;
}

void Directory::Implementation::change(const std::function<void()>& work) {
  const std::lock_guard lock(mutex);
  database.transaction(work);
  const auto loaded = [&] {
    try {
      return load();
    } catch (...) {
      snapshot.reset();  // it is old now; the next call tries again
      throw;
    }
  }();
  snapshot = loaded;
}

const Person& Directory::Implementation::require(const Snapshot& snapshot,
                                                 const std::string& name) {
  const auto found = snapshot.people.find(name);
  if (found == snapshot.people.end()) {
    throw AccessError(AccessFault::NoSuchIdentity,
                      "there is no identity {}; `sempurna identity list` shows those there are",
                      name);
  }
  return found->second;
}

void Directory::Implementation::make_row(const std::string& name) {
  Statement row = database.prepare("SELECT 1 FROM identity WHERE name=?");
  if (!row.bind(1, name).next()) insert_row(name, true, {});
}

void Directory::Implementation::insert_row(const std::string& name, bool declared,
                                           const std::vector<NamedPolicy>& policies) {
  database.prepare("INSERT INTO identity VALUES(?, 1, ?, random() & 0x3fffffffffffffff, ?, ?)")
      .bind(1, name)
      .bind(2, clock.now().time_since_epoch().count())
      .bind(3, write_policies(policies))
      .bind(4, int64_t{declared})
      .run();
}

void Directory::Implementation::note_declared(const std::string& name) {
  const bool is_old = [&] {
    Statement row =
        database.prepare("SELECT 1 FROM identity WHERE name=? AND declared=0 AND policies='[]'");
    return row.bind(1, name).next();
  }();
  // Most starts find none, and so wait for nobody who writes.
  if (!is_old) return;
  database.prepare("UPDATE identity SET declared=1 WHERE name=?").bind(1, name).run();
}

Caller Directory::Implementation::caller_of(const Person& person, const std::string& key_id) const {
  Caller caller;
  caller.account = account;
  caller.arn = caller.principal_arn = person.identity.arn;
  caller.user_id = person.identity.user_id;
  caller.identity = caller.owner = person.identity.name;
  caller.access_key_id = key_id;
  caller.owner_epoch = person.epoch;
  return caller;
}

Caller Directory::Implementation::caller_of(const AssumableRole& assumable,
                                            const SessionClaims& claims) const {
  Caller caller;
  caller.account = account;
  caller.arn = fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account, assumable.role.name,
                           claims.session_name);
  caller.principal_arn = assumable.role.arn;
  caller.user_id = assumable.role.role_id + ":" + claims.session_name;
  caller.identity = assumable.role.name;
  caller.is_role = true;
  caller.access_key_id = claims.access_key_id;
  caller.owner = claims.identity;
  caller.owner_epoch = claims.epoch;
  caller.session_policy = claims.policy;
  caller.session_policies = claims.policies;
  caller.tags = claims.tags;
  caller.transitive_tags = claims.transitive_tags;
  caller.source_identity = claims.source_identity;
  caller.issued = claims.issued;
  return caller;
}

Directory::Directory(const fs::path& file, std::string account, const MasterKey& master,
                     const Clock& clock)
    : implementation_(new Implementation{{file, {kDirectorySchema, kKeyStates, kOrigins}},
                                         std::move(account),
                                         master,
                                         clock,
                                         {},
                                         {},
                                         {},
                                         {},
                                         {},
                                         -1,
                                         {}}) {}

Directory::~Directory() = default;

void Directory::declare(const std::vector<DeclaredIdentity>& identities,
                        const std::vector<DeclaredRole>& roles,
                        const std::vector<NamedPolicy>& policies) {
  for (const auto& identity : identities) {
    if (!is_name(identity.name, 1)) {
      throw Error(Code::InvalidArgument,
                  "the identity's name '{}' is not letters, digits and _+=,.@-", identity.name);
    }
    parse_policies(identity.policies);
  }
  for (const auto& role : roles) {
    parse_policy(role.trust, PolicyKind::Trust);
    parse_policies(role.policies);
  }
  parse_policies(policies);
  const std::lock_guard lock(implementation_->mutex);
  for (const auto& identity : identities) implementation_->note_declared(identity.name);
  implementation_->declared = {identities, roles, policies};
  implementation_->snapshot = implementation_->load();
  const Snapshot& loaded = *implementation_->snapshot;
  if (loaded.kept_keys > 0 && loaded.keys.empty()) {
    throw AccessError(AccessFault::InvalidCiphertext,
                      "none of the {} access keys can be opened: the master key is not the one "
                      "that they were kept under; give that one, or restore a backup with its own",
                      loaded.kept_keys);
  }
}

void Directory::on_fault(std::function<void(const std::string&)> tell) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->tell_fault = std::move(tell);
  if (!implementation_->snapshot) return;
  for (const auto& fault : implementation_->snapshot->faults) implementation_->tell_fault(fault);
}

const std::string& Directory::account() const {
  return implementation_->account;
}

bool Directory::is_empty() {
  return implementation_->now()->kept_keys == 0;
}

void Directory::add_identity(const std::string& name, const std::vector<NamedPolicy>& policies) {
  if (!is_name(name, 1)) {
    throw Error(Code::InvalidArgument,
                "the name '{}' cannot be used: it may hold 1 to 64 letters, digits and _+=,.@-",
                name);
  }
  parse_policies(policies);
  if (implementation_->now()->people.contains(name)) {
    throw AccessError(
        AccessFault::IdentityExists,
        "there is an identity {0} already; `sempurna identity rotate {0}` gives it a new key, "
        "`sempurna identity set-policies {0}` other policies",
        name);
  }
  implementation_->change([&] { implementation_->insert_row(name, false, policies); });
}

void Directory::remove_identity(const std::string& name) {
  const auto snapshot = implementation_->now(true);
  if (implementation_->require(*snapshot, name).identity.declared) {
    throw Error(Code::InvalidArgument,
                "{} is declared by the configuration; take it out there, then remove it here",
                name);
  }
  implementation_->change([&] {
    Database& database = implementation_->database;
    database.prepare("DELETE FROM access_key WHERE identity=?").bind(1, name).run();
    database.prepare("DELETE FROM identity WHERE name=?").bind(1, name).run();
  });
}

void Directory::set_policies(const std::string& name, const std::vector<NamedPolicy>& policies) {
  parse_policies(policies);
  implementation_->require(*implementation_->now(true), name);
  implementation_->change([&] {
    implementation_->make_row(name);
    implementation_->database.prepare("UPDATE identity SET policies=? WHERE name=?")
        .bind(1, write_policies(policies))
        .bind(2, name)
        .run();
  });
}

std::vector<Identity> Directory::identities() {
  std::vector<Identity> all;
  for (const auto& [name, person] : implementation_->now()->people) all.push_back(person.identity);
  return all;
}

std::optional<Identity> Directory::identity(const std::string& name) {
  auto snapshot = implementation_->now();
  // One that was just made beside us is there at once.
  if (!snapshot->people.contains(name)) snapshot = implementation_->now(true);
  const auto found = snapshot->people.find(name);
  if (found == snapshot->people.end()) return std::nullopt;
  return found->second.identity;
}

Identity Directory::require(const std::string& name) {
  return implementation_->require(*implementation_->now(), name).identity;
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

bool Directory::has_administrator() {
  const auto snapshot = implementation_->now(true);
  return std::any_of(snapshot->keys.begin(), snapshot->keys.end(), [&](const auto& key) {
    const auto person = snapshot->people.find(key.second.identity);
    return key.second.enabled && person != snapshot->people.end() && person->second.is_let_in() &&
           Implementation::is_administrator(*snapshot,
                                            implementation_->caller_of(person->second, key.first));
  });
}

void Directory::backup(const fs::path& file) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->database.backup(file);
}

}  // namespace sempurna
