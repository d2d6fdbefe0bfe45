#include "access/keys.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "access/key_table.h"
#include "access/sealed_text.h"
#include "base/digest.h"

namespace sempurna {

namespace {

constexpr size_t kKeysAtMost = 1000;
constexpr size_t kAliasesAtMost = 50;  // of a key, as in AWS
constexpr int kShortestWait = 7;
constexpr int kLongestWait = 30;
constexpr std::string_view kAliasPrefix = "alias/";
constexpr std::string_view kOwnPrefix = "alias/aws/";

// A ciphertext names its key: 0x01, the id's length, the id, the version in four bytes, what
// seal_text() made.
constexpr char kForm = 1;

// Each name and value with its length, so that no two contexts read the same.
std::string context_text(const Keys::Context& context, const std::string& id) {
  std::string text = id;
  for (const auto& [name, value] : context) {
    text += fmt::format(";{}:{}={}:{}", name.size(), name, value.size(), value);
  }
  return text;
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

void check_alias(const std::string& alias) {
  const bool sound =
      alias.starts_with(kAliasPrefix) && alias.size() > kAliasPrefix.size() &&
      alias.size() <= 256 &&
      alias.find_first_not_of(
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_-") == std::string::npos;
  if (!sound) {
    throw Error(Code::InvalidArgument,
                "the alias '{}' must be of the form alias/NAME, of letters, digits, /, _ and -, "
                "and 256 long at most",
                alias);
  }
  if (alias.starts_with(kOwnPrefix)) {
    throw Error(Code::InvalidArgument,
                "the alias '{}' cannot be given or taken: alias/aws/ is the server's own", alias);
  }
}

}  // namespace

std::string_view name_of(KeyState state) {
  switch (state) {
    case KeyState::Enabled:
      return "Enabled";
    case KeyState::Disabled:
      return "Disabled";
    case KeyState::PendingDeletion:
      return "PendingDeletion";
  }
  return "";
}

bool Key::is_own() const {
  return std::any_of(aliases.begin(), aliases.end(),
                     [](const std::string& alias) { return alias.starts_with(kOwnPrefix); });
}

struct Keys::Implementation {
  KeyTable table;
  const Clock& clock;
  std::mutex mutex;

  Key usable(const std::string& name) {
    Key key = table.find(name);
    if (key.state == KeyState::Disabled) {
      throw AccessError(AccessFault::KeyDisabled, "the key {} is disabled", key.arn);
    }
    require_not_pending(key);
    return key;
  }

  static void require_not_pending(const Key& key) {
    if (key.state != KeyState::PendingDeletion) return;
    throw AccessError(AccessFault::WrongKeyState, "the key {} is pending deletion", key.arn);
  }

  void require_free(const std::string& alias) {
    for (const Key& key : table.list()) {
      if (std::binary_search(key.aliases.begin(), key.aliases.end(), alias)) {
        throw AccessError(AccessFault::AliasExists, "there is a key with the alias {} already",
                          alias);
      }
    }
  }

  /// The key that has this alias, which clients may take from it.
  Key holder(const std::string& alias) {
    check_alias(alias);
    return table.find(alias);
  }

  Key with_room_for_alias(const std::string& name) {
    Key key = table.find(name);
    require_not_pending(key);
    if (key.aliases.size() >= kAliasesAtMost) {
      throw AccessError(AccessFault::QuotaExceeded, "the key {} has {} aliases, which is the most",
                        key.arn, kAliasesAtMost);
    }
    return key;
  }

  std::string encrypt(const Key& key, std::string_view plaintext, const Context& context) {
    std::string text(1, kForm);
    text += static_cast<char>(key.id.size());
    text += key.id;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(key.version >> shift);
    return text +
           seal_text(table.material(key.id, key.version), plaintext, context_text(context, key.id));
  }
};

Keys::Keys(const fs::path& file, std::string account, std::string region, const MasterKey& master,
           const Clock& clock)
    : implementation_(new Implementation{
          {file, std::move(account), std::move(region), master, clock}, clock, {}}) {}

Keys::~Keys() = default;

Key Keys::add(const std::string& alias, const std::string& description) {
  if (!alias.empty()) check_alias(alias);
  const std::lock_guard lock(implementation_->mutex);
  KeyTable& table = implementation_->table;
  if (!alias.empty()) implementation_->require_free(alias);
  if (table.list().size() >= kKeysAtMost) {
    throw AccessError(AccessFault::QuotaExceeded, "there are {} keys, which is the most",
                      kKeysAtMost);
  }
  return table.add(alias, description);
}

std::vector<Key> Keys::list() {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->table.list();
}

Key Keys::find(const std::string& name) {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->table.find(name);
}

std::string Keys::arn_of(const std::string& name) const {
  return implementation_->table.arn_of(name);
}

Key Keys::rotate(const std::string& name) {
  const std::lock_guard lock(implementation_->mutex);
  const Key key = implementation_->table.find(name);
  implementation_->table.add_material(key.id, key.version + 1);
  return implementation_->table.find(key.id);
}

void Keys::set_enabled(const std::string& name, bool enabled) {
  const std::lock_guard lock(implementation_->mutex);
  const Key key = implementation_->table.find(name);
  Implementation::require_not_pending(key);
  implementation_->table.set_state(key, enabled ? KeyState::Enabled : KeyState::Disabled,
                                   std::nullopt);
}

Key Keys::schedule_deletion(const std::string& name, int days) {
  if (days < kShortestWait || days > kLongestWait) {
    throw Error(Code::InvalidArgument, "a key waits {} to {} days for its deletion, not {}",
                kShortestWait, kLongestWait, days);
  }
  const std::lock_guard lock(implementation_->mutex);
  const Key key = implementation_->table.find(name);
  Implementation::require_not_pending(key);
  implementation_->table.set_state(key, KeyState::PendingDeletion,
                                   implementation_->clock.now() + std::chrono::hours(24 * days));
  return implementation_->table.find(key.id);
}

Key Keys::cancel_deletion(const std::string& name) {
  const std::lock_guard lock(implementation_->mutex);
  const Key key = implementation_->table.find(name);
  if (key.state != KeyState::PendingDeletion) {
    throw AccessError(AccessFault::WrongKeyState, "the key {} is not pending deletion", key.arn);
  }
  implementation_->table.set_state(key, KeyState::Disabled, std::nullopt);
  return implementation_->table.find(key.id);
}

void Keys::add_alias(const std::string& alias, const std::string& name) {
  check_alias(alias);
  const std::lock_guard lock(implementation_->mutex);
  const Key key = implementation_->with_room_for_alias(name);
  implementation_->require_free(alias);
  implementation_->table.add_alias(alias, key);
}

void Keys::move_alias(const std::string& alias, const std::string& name) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->holder(alias);
  implementation_->table.move_alias(alias, implementation_->with_room_for_alias(name));
}

void Keys::remove_alias(const std::string& alias) {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->holder(alias);
  implementation_->table.remove_alias(alias);
}

std::string Keys::encrypt(const std::string& name, std::string_view plaintext,
                          const Context& context) {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->encrypt(implementation_->usable(name), plaintext, context);
}

Key Keys::key_of(std::string_view ciphertext) {
  const std::lock_guard lock(implementation_->mutex);
  return implementation_->table.find(read_name(ciphertext).id);
}

Keys::Decrypted Keys::decrypt(std::string_view ciphertext, const Context& context,
                              const std::optional<std::string>& name) {
  const std::lock_guard lock(implementation_->mutex);
  const NamedMaterial named = read_name(ciphertext);
  const Key key = implementation_->usable(named.id);
  if (name && implementation_->table.find(*name).id != key.id) {
    throw AccessError(AccessFault::InvalidCiphertext, "the ciphertext was made under {}, not {}",
                      key.arn, *name);
  }
  return {open_text(implementation_->table.material(named.id, named.version), named.sealed,
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
  implementation_->table.database().backup(file);
}

}  // namespace sempurna
