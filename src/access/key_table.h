#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/keys.h"
#include "base/database.h"

namespace sempurna {

/// Keys, their aliases and their material in keys.sqlite, for one thread at a time. A key whose
/// time of deletion has come is erased by whatever meets it first, and is not there any more.
class KeyTable {
 public:
  KeyTable(const fs::path& file, std::string account, std::string region, const MasterKey& master,
           const Clock& clock);

  Database& database() { return database_; }

  Key add(const std::string& alias, const std::string& description);
  /// In the order in which they were made.
  std::vector<Key> list();
  /// By id, ARN, alias or an alias's ARN. Throws NoSuchKey.
  Key find(const std::string& name);

  /// The ARN that such a name has, whether there is a key of this name or not.
  std::string arn_of(const std::string& name) const;

  std::string material(const std::string& id, int64_t version);
  void add_material(const std::string& id, int64_t version);

  void set_state(const Key& key, KeyState state, std::optional<Time> deletion);
  void add_alias(const std::string& alias, const Key& key);
  /// Throws NoSuchKey.
  void move_alias(const std::string& alias, const Key& key);
  void remove_alias(const std::string& alias);

 private:
  Key read(Statement& row) const;
  void add_aliases(Key& key);
  /// Whether its time has come; then nothing is left of it.
  bool erase_if_due(const Key& key);

  Database database_;
  std::string arn_prefix_;  ///< arn:aws:kms:REGION:ACCOUNT:
  const MasterKey& master_;
  const Clock& clock_;
};

}  // namespace sempurna
