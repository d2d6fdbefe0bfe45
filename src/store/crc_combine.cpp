#include "store/crc_combine.h"

#include "base/error.h"

namespace sempurna {

namespace {

/// Polynomials over GF(2) modulo the CRC's, with the highest power in the lowest bit as the CRCs
/// have them.
template <typename Word>
class Field {
 public:
  explicit Field(Word polynomial) : polynomial_(polynomial) {}

  /// The CRC `first`, moved before `bytes` bytes more.
  Word shift(Word first, uint64_t bytes) const {
    Word power = kOne >> 8;  // x^8: one byte
    for (; bytes > 0; bytes >>= 1) {
      if ((bytes & 1) != 0) first = multiply(first, power);
      power = multiply(power, power);
    }
    return first;
  }

 private:
  static constexpr Word kOne = Word{1} << (8 * sizeof(Word) - 1);

  Word multiply(Word a, Word b) const {
    Word product = 0;
    for (Word bit = kOne; bit != 0; bit >>= 1) {
      if ((a & bit) != 0) product ^= b;
      b = (b & 1) != 0 ? (b >> 1) ^ polynomial_ : b >> 1;
    }
    return product;
  }

  Word polynomial_;
};

uint64_t number_of(const std::string& big_endian) {
  uint64_t number = 0;
  for (const unsigned char byte : big_endian) number = number << 8 | byte;
  return number;
}

std::string big_endian(uint64_t number, size_t bytes) {
  std::string text(bytes, '\0');
  for (size_t i = 0; i < bytes; ++i) text[bytes - 1 - i] = static_cast<char>(number >> 8 * i);
  return text;
}

template <typename Word>
std::string combine(Word polynomial, const std::string& first, const std::string& second,
                    uint64_t second_bytes) {
  const Word moved =
      Field<Word>(polynomial).shift(static_cast<Word>(number_of(first)), second_bytes);
  return big_endian(moved ^ static_cast<Word>(number_of(second)), sizeof(Word));
}

}  // namespace

bool is_crc(DigestKind kind) {
  return kind == DigestKind::Crc32 || kind == DigestKind::Crc32c || kind == DigestKind::Crc64Nvme;
}

std::string combine_crc(DigestKind kind, const std::string& first, const std::string& second,
                        uint64_t second_bytes) {
  switch (kind) {
    case DigestKind::Crc32:
      return combine<uint32_t>(0xEDB88320, first, second, second_bytes);
    case DigestKind::Crc32c:
      return combine<uint32_t>(0x82F63B78, first, second, second_bytes);
    case DigestKind::Crc64Nvme:
      return combine<uint64_t>(0x9A6C9329AC4BC9B5, first, second, second_bytes);
    default:
      ensure(false, "only CRCs are combined");
      return {};
  }
}

}  // namespace sempurna
