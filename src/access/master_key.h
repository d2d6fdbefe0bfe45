#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/files.h"

namespace sempurna {

/// The key under which every secret of an installation lies encrypted (AES-256-GCM, a random nonce
/// each). It comes from a file (0600), an environment variable, or a command's output: 32 bytes in
/// base64.
class MasterKey {
 public:
  struct Source {
    enum class Kind { File, Environment, Command };
    Kind kind = Kind::File;
    std::string where;  ///< path, name of the variable, or command line
  };

  /// A file that is not there is made, but not where `needed_by` names data that are encrypted
  /// under the one that is missing, nor at the end of a link. Throws Denied when a file is readable
  /// by others, NotFound, or InvalidArgument when the source gave no 32 bytes in base64.
  explicit MasterKey(const Source& source, const fs::path& needed_by = {});
  explicit MasterKey(std::string key);  ///< 32 raw bytes

  /// `context` is bound into the result: what was encrypted for one purpose cannot be used for
  /// another.
  std::string encrypt(std::string_view secret, std::string_view context) const;
  /// Throws InvalidCiphertext when the bytes, the context or the key are not those of encrypt().
  std::string decrypt(std::string_view encrypted, std::string_view context) const;

 private:
  std::string key_;
};

}  // namespace sempurna
