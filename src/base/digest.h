#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sempurna {

/// The digests that S3 knows.
enum class DigestKind { Md5, Sha1, Sha256, Crc32, Crc32c, Crc64Nvme };

/// A digest of bytes that arrive in pieces.
/// Source: RFC 1321; FIPS 180-4; CRC-32 as in zlib; CRC-32C as in RFC 3720; CRC-64/NVME as in the
/// NVM Express specification.
class Digest {
 public:
  explicit Digest(DigestKind kind);
  ~Digest();
  Digest(Digest&& other) noexcept;
  Digest& operator=(Digest&& other) noexcept;

  void update(std::span<const std::byte> bytes);
  void update(std::string_view text) { update(std::as_bytes(std::span(text))); }
  /// The raw bytes, a CRC's most significant first. Call once, last.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string digest(DigestKind kind, std::string_view bytes);

/// RFC 2104, raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);
std::string hmac_sha1(std::string_view key, std::string_view text);

/// Compares in a time that does not tell where the texts differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Bytes that nobody can guess, from the operating system.
std::string random_bytes(size_t count);

}  // namespace sempurna
