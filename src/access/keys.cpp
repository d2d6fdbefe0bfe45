#include "access/keys.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "access/sealed_text.h"
#include "base/base64.h"
#include "base/database.h"
#include "base/digest.h"
#include "base/json.h"

namespace sempurna {

namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE key(id TEXT PRIMARY KEY, alias TEXT UNIQUE, description TEXT NOT NULL,"
    "  enabled INTEGER NOT NULL, created INTEGER NOT NULL);"
    "CREATE TABLE material(key TEXT NOT NULL REFERENCES key(id), version INTEGER NOT NULL,"
    "  sealed BLOB NOT NULL, PRIMARY KEY(key, version))";

// What AWS makes by itself on first use.
constexpr std::string_view kS3Alias = "alias/aws/s3";

// A ciphertext names its key: 0x01, the id's length, the id, the version in four bytes, what
// seal_text() made.
constexpr char kForm = 1;

std::string new_uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text = encode_hex(bytes);
  for (const size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return text;
}

// Each name and value with its length, so that no two contexts read the same.
std::string context_text(const Keys::Context& context, const std::string& id) {
  std::string text = id;
  for (const auto& [name, value] : context) {
    text += fmt::format(";{}:{}={}:{}", name.size(), name, value.size(), value);
  }
  return text;
}

std::string master_context(const std::string& id, int64_t version) {
  return fmt::format("key {} {}", id, version);
}

/// What a ciphertext says in the open: its key, the version of the key's material, and the rest.
struct NamedMaterial {
  std::string id;
  int64_t version = 0;
  std::string_view sealed;
};

NamedMaterial read_name(std::string_view ciphertext) {
  constexpr size_t kIdBytes = 36;
  constexpr size_t kHead = 2 + kIdBytes + 4;
  if (ciphertext.size() < kHead || ciphertext[0] != kForm || ciphertext[1] != kIdBytes) {
    throw AccessError(AccessFault::InvalidCiphertext, "this is no ciphertext that a key here made");
  }
  NamedMaterial named{std::string(ciphertext.substr(2, kIdBytes)), 0, ciphertext.substr(kHead)};
  for (const char byte : ciphertext.substr(2 + kIdBytes, 4)) {
    named.version = named.version << 8 | static_cast<unsigned char>(byte);
  }
  return named;
}

}  // namespace

struct Keys::Implementation {
  Database database;
  std::string account;
  std::string region;
  const MasterKey& master;
  const Clock& clock;
  std::mutex mutex;

  std::string arn(const std::string& id) const {
    return fmt::format("arn:aws:kms:{}:{}:key/{}", region, account, id);
  }

  Key read(Statement& row) const {
    Key key;
    key.id = row.text(0);
    key.arn = arn(key.id);
    key.alias = row.text(1);
    key.description = row.text(2);
    key.enabled = row.integer(3) != 0;
    key.created = Time(std::chrono::milliseconds(row.integer(4)));
    key.version = static_cast<int>(row.integer(5));
    return key;
  }

  static constexpr std::string_view kColumns =
      "SELECT id, alias, description, enabled, created,"
      " (SELECT max(version) FROM material WHERE key=id) FROM key ";

  std::vector<Key> list() {
    std::vector<Key> keys;
    Statement rows = database.prepare(std::string(kColumns) + "ORDER BY created, id");
    while (rows.next()) keys.push_back(read(rows));
    return keys;
  }

  void add_material(const std::string& id, int64_t version) {
    database.prepare("INSERT INTO material VALUES(?, ?, ?)")
        .bind(1, id)
        .bind(2, version)
        .bind_bytes(3, master.encrypt(random_bytes(32), master_context(id, version)))
        .run();
  }

  std::string material(const std::string& id, int64_t version) {
    Statement row = database.prepare("SELECT sealed FROM material WHERE key=? AND version=?");
    row.bind(1, id).bind(2, version);
    const bool found = row.next();
    const std::string sealed = found ? row.text(0) : "";
    if (!found) {
      throw AccessError(AccessFault::NoSuchKey, "there is no version {} of the key {}", version,
                        id);
    }
    return master.decrypt(sealed, master_context(id, version));
  }

  Key add(const std::string& alias, const std::string& description) {
    const std::string id = new_uuid();
    database.transaction([&] {
      Statement insert = database.prepare("INSERT INTO key VALUES(?, ?, ?, 1, ?)");
      insert.bind(1, id).bind(3, description).bind(4, clock.now().time_since_epoch().count());
      if (alias.empty()) {
        insert.bind_null(2);
      } else {
        insert.bind(2, alias);
      }
      insert.run();
      add_material(id, 1);
    });
    return find(id);
  }

  Key find(const std::string& name) {
    std::string plain = name;
    if (plain.starts_with("arn:")) {
      const std::string mine = fmt::format("arn:aws:kms:{}:{}:", region, account);
      plain = plain.starts_with(mine) ? plain.substr(mine.size()) : "";
      if (plain.starts_with("key/")) plain = plain.substr(4);
    }
    Statement row = database.prepare(std::string(kColumns) + "WHERE id=?1 OR alias=?1");
    row.bind(1, plain);
    const bool found = !plain.empty() && row.next();
    Key key = found ? read(row) : Key();
    if (found) return key;
    if (plain == kS3Alias) return add(plain, "The key of objects sealed with AES256");
    throw AccessError(AccessFault::NoSuchKey,
                      "there is no key '{}'; `sempurna key list` shows those there are", name);
  }

  Key usable(const std::string& name) {
    Key key = find(name);
    if (!key.enabled) {
      throw AccessError(AccessFault::KeyDisabled, "the key {} is disabled", key.arn);
    }
    return key;
  }

  std::string encrypt(const Key& key, std::string_view plaintext, const Context& context) {
    std::string text(1, kForm);
    text += static_cast<char>(key.id.size());
    text += key.id;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(key.version >> shift);
    return text +
           seal_text(material(key.id, key.version), plaintext, context_text(context, key.id));
  }
};

Keys::Keys(const fs::path& file, std::string account, std::string region, const MasterKey& master,
           const Clock& clock)
    : implementation_(new Implementation{
          {file, {kSchema}}, std::move(account), std::move(region), master, clock, {}}) {}

Keys::~Keys() = default;

Key Keys::add(const std::string& alias, const std::string& description) {
  if (!alias.empty() && (!alias.starts_with("alias/") || alias.size() < 7 || alias.size() > 256)) {
    throw Error(Code::InvalidArgument, "the alias '{}' must be of the form alias/NAME", alias);
  }
  const std::lock_guard lock(implementation_->mutex);
  const auto keys = implementation_->list();
  const bool taken = std::any_of(keys.begin(), keys.end(), [&](const Key& key) {
    return !alias.empty() && key.alias == alias;
  });
  if (taken) throw Error(Code::AlreadyExists, "there is a key with the alias {} already", alias);
  return implementation_->add(alias, description);
}

std::vector<Key> Keys::list() {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->list();
}

Key Keys::find(const std::string& name) {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->find(name);
}

Key Keys::rotate(const std::string& name) {
  const std::lock_guard lock(implementation_->mutex);
  const Key key = implementation_->find(name);
  implementation_->add_material(key.id, key.version + 1);
  return implementation_->find(key.id);
}

void Keys::set_enabled(const std::string& name, bool enabled) {
  const std::lock_guard lock(implementation_->mutex);
  const Key key = implementation_->find(name);
  implementation_->database.prepare("UPDATE key SET enabled=? WHERE id=?")
      .bind(1, int64_t{enabled})
      .bind(2, key.id)
      .run();
}

std::string Keys::encrypt(const std::string& name, std::string_view plaintext,
                          const Context& context) {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->encrypt(implementation_->usable(name), plaintext, context);
}

Key Keys::key_of(std::string_view ciphertext) {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->find(read_name(ciphertext).id);
}

Keys::Decrypted Keys::decrypt(std::string_view ciphertext, const Context& context,
                              const std::optional<std::string>& name) {
  const std::lock_guard lock(implementation_->mutex);
  const NamedMaterial named = read_name(ciphertext);
  const Key key = implementation_->usable(named.id);
  if (name && implementation_->find(*name).id != key.id) {
    throw AccessError(AccessFault::InvalidCiphertext, "the ciphertext was made under {}, not {}",
                      key.arn, *name);
  }
  return {open_text(implementation_->material(named.id, named.version), named.sealed,
                    context_text(context, named.id)),
          key};
}

Keys::Generated Keys::generate_data_key(const std::string& name, const Context& context,
                                        size_t bytes) {
  const std::lock_guard lock(implementation_->mutex);
  Generated generated;
  generated.key = implementation_->usable(name);
  generated.plaintext = random_bytes(bytes);
  generated.wrapped = implementation_->encrypt(generated.key, generated.plaintext, context);
  return generated;
}

void Keys::backup(const fs::path& file) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->database.backup(file);
}

}  // namespace sempurna
