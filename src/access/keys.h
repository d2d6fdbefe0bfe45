#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/access_error.h"
#include "access/master_key.h"
#include "base/clock.h"
#include "base/files.h"

namespace sempurna {

/// The key that AES256 uses, made on first use as AWS does.
constexpr std::string_view kS3KeyAlias = "alias/aws/s3";

/// Only an enabled key encrypts and decrypts.
enum class KeyState { Enabled, Disabled, PendingDeletion };
/// As KMS and the command line write it.
std::string_view name_of(KeyState state);

/// A key that data keys are wrapped under, as KMS shows it.
struct Key {
  std::string id;                    ///< UUID
  std::string arn;                   ///< arn:aws:kms:REGION:ACCOUNT:key/ID
  std::vector<std::string> aliases;  ///< alias/NAME, sorted
  std::string description;
  KeyState state = KeyState::Enabled;
  Time created;
  std::optional<Time> deletion;  ///< when a key that is PendingDeletion goes
  int version = 1;               ///< counts rotations; old versions still decrypt

  /// One that the server made for itself (alias/aws/…); clients may neither change nor remove it.
  bool is_own() const;
};

/// KMS-like keys, local: in keys.sqlite (0600), each encrypted under the master key. Safe to use
/// from several threads. Source: AWS KMS API reference.
class Keys {
 public:
  Keys(const fs::path& file, std::string account, std::string region, const MasterKey& master,
       const Clock& clock);
  ~Keys();

  /// Throws InvalidArgument for what is no alias, AliasExists, QuotaExceeded beyond 1000 keys.
  Key add(const std::string& alias, const std::string& description);
  std::vector<Key> list();
  /// By id, ARN, alias/NAME or an alias's ARN. Throws NoSuchKey.
  Key find(const std::string& name);
  /// The ARN that such a name has, whether there is a key of this name or not.
  std::string arn_of(const std::string& name) const;
  /// New material for the same key; what was encrypted before still decrypts.
  Key rotate(const std::string& name);
  /// Throws WrongKeyState when it is to be deleted.
  void set_enabled(const std::string& name, bool enabled);
  /// Once `days` (7 to 30) have passed the key is erased, and whatever it sealed is lost. Throws
  /// WrongKeyState when that is so already.
  Key schedule_deletion(const std::string& name, int days);
  /// The key stays, disabled. Throws WrongKeyState when it was not to be deleted.
  Key cancel_deletion(const std::string& name);

  /// alias/NAME, of letters, digits and /_-; not alias/aws/…, which is the server's own. Throws
  /// InvalidArgument, NoSuchKey, AliasExists, QuotaExceeded beyond 50 of a key.
  void add_alias(const std::string& alias, const std::string& name);
  void move_alias(const std::string& alias, const std::string& name);
  void remove_alias(const std::string& alias);

  /// `context` is KMS's EncryptionContext: given to encrypt, it must be given to decrypt.
  using Context = std::map<std::string, std::string>;
  std::string encrypt(const std::string& name, std::string_view plaintext, const Context& context);
  struct Decrypted {
    std::string plaintext;
    Key key;
  };
  /// The key that a ciphertext names; nothing is decrypted. Throws InvalidCiphertext or NoSuchKey.
  Key key_of(std::string_view ciphertext);
  /// Throws InvalidCiphertext, NoSuchKey or KeyDisabled. The ciphertext names its key; a `name`
  /// that is given must be that one.
  Decrypted decrypt(std::string_view ciphertext, const Context& context,
                    const std::optional<std::string>& name);
  struct Generated {
    std::string plaintext;  ///< 32 bytes by default
    std::string wrapped;
    Key key;
  };
  Generated generate_data_key(const std::string& name, const Context& context, size_t bytes = 32);

  /// A copy of the database, while others use it.
  void backup(const fs::path& file);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sempurna
