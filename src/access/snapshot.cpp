#include "access/snapshot.h"

#include "access/access_error.h"
#include "access/names.h"
#include "base/json.h"

namespace sempurna {

const std::string_view kDirectorySchema =
    "CREATE TABLE identity(name TEXT PRIMARY KEY, enabled INTEGER NOT NULL,"
    "  created INTEGER NOT NULL, epoch INTEGER NOT NULL, policies TEXT NOT NULL);"
    "CREATE TABLE access_key(id TEXT PRIMARY KEY,"
    "  identity TEXT NOT NULL REFERENCES identity(name), secret BLOB NOT NULL,"
    "  created INTEGER NOT NULL)";
const std::string_view kKeyStates =
    "ALTER TABLE access_key ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1";
// Whether a row was made for an identity of the configuration, and when a key was last used.
const std::string_view kOrigins =
    "ALTER TABLE identity ADD COLUMN declared INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE access_key ADD COLUMN used INTEGER";

namespace {

std::vector<NamedPolicy> read_policies(const std::string& text) {
  std::vector<NamedPolicy> policies;
  for (const Json& pair : parse_json(text, "an identity's policies")) {
    policies.push_back({pair.at(0), pair.at(1)});
  }
  return policies;
}

}  // namespace

Policies parse_policies(const std::vector<NamedPolicy>& policies) {
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

std::string write_policies(const std::vector<NamedPolicy>& policies) {
  Json list = Json::array();
  for (const auto& policy : policies) list.push_back({policy.name, policy.json});
  return to_line(list);
}

std::string secret_context(const std::string& id) {
  return "access key " + id;
}

namespace {

Time time_of(int64_t milliseconds) {
  return Time(std::chrono::milliseconds(milliseconds));
}

void add_people(Snapshot& loaded, Database& database, const Declared& declared,
                const std::string& account) {
  Statement rows =
      database.prepare("SELECT name, enabled, created, epoch, policies, declared FROM identity");
  while (rows.next()) {
    Person& person = loaded.people[rows.text(0)];
    person.identity.name = rows.text(0);
    person.identity.enabled = rows.integer(1) != 0;
    person.identity.created = time_of(rows.integer(2));
    person.epoch = rows.integer(3);
    try {
      person.identity.policies = read_policies(rows.text(4));
      // What the configuration made ends with it, unless a command gave it policies of its own.
      person.identity.left = rows.integer(5) != 0 && person.identity.policies.empty();
    } catch (const std::exception& error) {
      person.identity.fault = error.what();
    }
  }
  for (const auto& one : declared.identities) {
    Identity& identity = loaded.people[one.name].identity;
    identity.name = one.name;
    identity.declared = true;
    identity.left = false;
    identity.policies.insert(identity.policies.end(), one.policies.begin(), one.policies.end());
  }
  for (auto& [name, person] : loaded.people) {
    person.identity.arn = fmt::format("arn:aws:iam::{}:user/{}", account, name);
    person.identity.user_id = stable_id("AIDA", account, name);
    try {
      person.policies = parse_policies(person.identity.policies);
    } catch (const Error& error) {
      person.identity.fault = error.what();
    }
    if (!person.identity.fault.empty()) {
      loaded.faults.push_back(
          fmt::format("the identity {} is not let in: what is kept of it cannot be read: {}", name,
                      person.identity.fault));
    } else if (person.identity.left) {
      loaded.faults.push_back(fmt::format(
          "the identity {0} is not let in: it left the configuration; declare it there again, give "
          "it policies by `sempurna identity set-policies {0}`, or remove it by `sempurna identity "
          "remove {0}`",
          name));
    }
  }
}

void add_keys(Snapshot& loaded, Database& database, const MasterKey& master) {
  Statement rows =
      database.prepare("SELECT id, identity, secret, created, enabled, used FROM access_key");
  while (rows.next()) {
    ++loaded.kept_keys;
    const std::string id = rows.text(0);
    try {
      std::optional<Time> used;
      if (!rows.is_null(5)) used = time_of(rows.integer(5));
      loaded.keys[id] = {rows.text(1), master.decrypt(rows.text(2), secret_context(id)),
                         time_of(rows.integer(3)), used, rows.integer(4) != 0};
    } catch (const Error& error) {
      loaded.faults.push_back(
          fmt::format("the access key {} of {} is not let in: {}", id, rows.text(1), error.what()));
    }
  }
}

void add_roles(Snapshot& loaded, const Declared& declared, const std::string& account) {
  for (const auto& one : declared.roles) {
    AssumableRole& assumable = loaded.roles[one.name];
    assumable.role = {one.name,
                      fmt::format("arn:aws:iam::{}:role{}{}", account, one.path, one.name),
                      stable_id("AROA", account, one.name),
                      one.path,
                      one.trust,
                      one.max_session_seconds,
                      Time(),
                      one.policies};
    assumable.trust = parse_policy(one.trust, PolicyKind::Trust);
    assumable.policies = parse_policies(one.policies);
  }
}

}  // namespace

Snapshot load_snapshot(Database& database, const Declared& declared, const std::string& account,
                       const MasterKey& master) {
  Snapshot loaded;
  add_people(loaded, database, declared, account);
  add_keys(loaded, database, master);
  add_roles(loaded, declared, account);
  for (auto& [name, policy] : parse_policies(declared.policies)) loaded.policies[name] = policy;
  return loaded;
}

}  // namespace sempurna
