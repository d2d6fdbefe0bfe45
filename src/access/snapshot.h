#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/directory.h"
#include "access/master_key.h"
#include "access/policy.h"
#include "base/database.h"

namespace sempurna {

using Policies = std::vector<std::pair<std::string, Policy>>;

struct Person {
  Identity identity;
  int64_t epoch = -1;  ///< of its row; without one it has no sessions
  Policies policies;

  bool is_let_in() const { return identity.enabled && !identity.left && identity.fault.empty(); }
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
  std::optional<Time> used;
  bool enabled = true;
};

/// All that decisions need, as it was when it was read. Never changed afterwards.
struct Snapshot {
  std::map<std::string, Person> people;
  std::map<std::string, AssumableRole> roles;
  std::map<std::string, Secret> keys;
  size_t kept_keys = 0;                    ///< those that cannot be opened among them
  std::map<std::string, Policy> policies;  ///< those that the configuration names
  std::vector<std::string> faults;         ///< why somebody is not let in, a sentence each
};

/// What the configuration declares.
struct Declared {
  std::vector<DeclaredIdentity> identities;
  std::vector<DeclaredRole> roles;
  std::vector<NamedPolicy> policies;
};

/// The tables of access.sqlite.
extern const std::string_view kDirectorySchema;
extern const std::string_view kKeyStates;  ///< their second form
extern const std::string_view kOrigins;    ///< their third form

/// Reads the database and joins what is declared. What cannot be read of a row is a fault of its
/// identity or its key alone. Throws when the database itself cannot be read.
Snapshot load_snapshot(Database& database, const Declared& declared, const std::string& account,
                       const MasterKey& master);

/// Throws MalformedPolicy naming the policy.
Policies parse_policies(const std::vector<NamedPolicy>& policies);

/// An identity's policies as its row keeps them.
std::string write_policies(const std::vector<NamedPolicy>& policies);

/// What a secret's encryption is bound to.
std::string secret_context(const std::string& access_key_id);

}  // namespace sempurna
