#include "access/key_table.h"

#include <utility>

#include "base/base64.h"
#include "base/digest.h"

namespace sempurna {

namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE key(id TEXT PRIMARY KEY, alias TEXT UNIQUE, description TEXT NOT NULL,"
    "  enabled INTEGER NOT NULL, created INTEGER NOT NULL);"
    "CREATE TABLE material(key TEXT NOT NULL REFERENCES key(id), version INTEGER NOT NULL,"
    "  sealed BLOB NOT NULL, PRIMARY KEY(key, version))";

// A key may have several aliases, and a time at which it goes. SQLite drops no UNIQUE column, so
// both tables are made anew.
constexpr std::string_view kAliases =
    "CREATE TABLE new_key(id TEXT PRIMARY KEY, description TEXT NOT NULL,"
    "  enabled INTEGER NOT NULL, created INTEGER NOT NULL, deletion INTEGER);"
    "CREATE TABLE new_material(key TEXT NOT NULL REFERENCES new_key(id),"
    "  version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(key, version));"
    "CREATE TABLE alias(name TEXT PRIMARY KEY, key TEXT NOT NULL REFERENCES new_key(id));"
    "INSERT INTO new_key SELECT id, description, enabled, created, NULL FROM key;"
    "INSERT INTO new_material SELECT key, version, sealed FROM material;"
    "INSERT INTO alias SELECT alias, id FROM key WHERE alias IS NOT NULL;"
    "DROP TABLE material;"
    "DROP TABLE key;"
    "ALTER TABLE new_key RENAME TO key;"
    "ALTER TABLE new_material RENAME TO material";

constexpr std::string_view kColumns =
    "SELECT id, description, enabled, created, deletion,"
    " (SELECT max(version) FROM material WHERE key=id) FROM key ";

std::string new_uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = encode_hex(bytes);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

std::string master_context(const std::string& id, int64_t version) {
  return fmt::format("key {} {}", id, version);
}

int64_t number_of(Time time) {
  return time.time_since_epoch().count();
}

Time time_of(int64_t number) {
  return Time(std::chrono::milliseconds(number));
}

}  // namespace

KeyTable::KeyTable(const fs::path& file, std::string account, std::string region,
                   const MasterKey& master, const Clock& clock)
    : database_(file, {kSchema, kAliases}),
      arn_prefix_(fmt::format("arn:aws:kms:{}:{}:", region, account)),
      master_(master),
      clock_(clock) {}

std::string KeyTable::arn_of(const std::string& name) const {
  if (name.starts_with("arn:")) return name;
  return arn_prefix_ + (name.starts_with("alias/") ? "" : "key/") + name;
}

Key KeyTable::read(Statement& row) const {
  Key key;
  key.id = row.text(0);
  key.arn = arn_prefix_ + "key/" + key.id;
  key.description = row.text(1);
  key.state = row.integer(2) != 0 ? KeyState::Enabled : KeyState::Disabled;
  key.created = time_of(row.integer(3));
  if (!row.is_null(4)) {
    key.state = KeyState::PendingDeletion;
    key.deletion = time_of(row.integer(4));
  }
  key.version = static_cast<int>(row.integer(5));
  return key;
}

void KeyTable::add_aliases(Key& key) {
  Statement rows = database_.prepare("SELECT name FROM alias WHERE key=? ORDER BY name");
  rows.bind(1, key.id);
  while (rows.next()) key.aliases.push_back(rows.text(0));
}

bool KeyTable::erase_if_due(const Key& key) {
  if (!key.deletion || *key.deletion > clock_.now()) return false;
  database_.transaction([&] {
    for (const char* from : {"DELETE FROM material WHERE key=?", "DELETE FROM alias WHERE key=?",
                             "DELETE FROM key WHERE id=?"}) {
      database_.prepare(from).bind(1, key.id).run();
    }
  });
  return true;
}

std::vector<Key> KeyTable::list() {
  std::vector<Key> keys;
  Statement rows = database_.prepare(std::string(kColumns) + "ORDER BY created, id");
  while (rows.next()) keys.push_back(read(rows));
  std::erase_if(keys, [&](const Key& key) { return erase_if_due(key); });
  for (Key& key : keys) add_aliases(key);
  return keys;
}

Key KeyTable::find(const std::string& name) {
  std::string plain = name;
  if (plain.starts_with("arn:")) {
    plain = plain.starts_with(arn_prefix_) ? plain.substr(arn_prefix_.size()) : "";
    if (plain.starts_with("key/")) plain = plain.substr(4);
  }
  Key key;
  bool found = false;
  if (!plain.empty()) {
    // Not open any more when the key is erased or made.
    Statement row = database_.prepare(std::string(kColumns) +
                                      "WHERE id=?1 OR id=(SELECT key FROM alias WHERE name=?1)");
    row.bind(1, plain);
    found = row.next();
    if (found) key = read(row);
  }
  found = found && !erase_if_due(key);
  if (!found && plain == kS3KeyAlias) return add(plain, "The key of objects sealed with AES256");
  if (!found) {
    throw AccessError(AccessFault::NoSuchKey,
                      "there is no key '{}'; `sempurna key list` shows those there are", name);
  }
  add_aliases(key);
  return key;
}

Key KeyTable::add(const std::string& alias, const std::string& description) {
  Key key;
  key.id = new_uuid();
  database_.transaction([&] {
    database_.prepare("INSERT INTO key VALUES(?, ?, 1, ?, NULL)")
        .bind(1, key.id)
        .bind(2, description)
        .bind(3, number_of(clock_.now()))
        .run();
    if (!alias.empty()) add_alias(alias, key);
    add_material(key.id, 1);
  });
  return find(key.id);
}

void KeyTable::add_material(const std::string& id, int64_t version) {
  database_.prepare("INSERT INTO material VALUES(?, ?, ?)")
      .bind(1, id)
      .bind(2, version)
      .bind_bytes(3, master_.encrypt(random_bytes(32), master_context(id, version)))
      .run();
}

std::string KeyTable::material(const std::string& id, int64_t version) {
  Statement row = database_.prepare("SELECT sealed FROM material WHERE key=? AND version=?");
  row.bind(1, id).bind(2, version);
  const bool found = row.next();
  const std::string sealed = found ? row.text(0) : "";
  if (!found) {
    throw AccessError(AccessFault::NoSuchKey, "there is no version {} of the key {}", version, id);
  }
  return master_.decrypt(sealed, master_context(id, version));
}

void KeyTable::set_state(const Key& key, KeyState state, std::optional<Time> deletion) {
  Statement update = database_.prepare("UPDATE key SET enabled=?, deletion=? WHERE id=?");
  update.bind(1, int64_t{state == KeyState::Enabled}).bind(3, key.id);
  if (deletion) {
    update.bind(2, number_of(*deletion));
  } else {
    update.bind_null(2);
  }
  update.run();
}

void KeyTable::add_alias(const std::string& alias, const Key& key) {
  database_.prepare("INSERT INTO alias VALUES(?, ?)").bind(1, alias).bind(2, key.id).run();
}

void KeyTable::move_alias(const std::string& alias, const Key& key) {
  database_.prepare("UPDATE alias SET key=? WHERE name=?").bind(1, key.id).bind(2, alias).run();
}

void KeyTable::remove_alias(const std::string& alias) {
  database_.prepare("DELETE FROM alias WHERE name=?").bind(1, alias).run();
}

}  // namespace sempurna
