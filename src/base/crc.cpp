#include "base/crc.h"

#include <array>
#include <cstring>

namespace sempurna {

namespace {

// Eight tables, so that eight bytes are taken at a time ("slicing by 8").
template <typename Word>
using Tables = std::array<std::array<Word, 256>, 8>;

template <typename Word>
constexpr Tables<Word> make_tables(Word reversed_polynomial) {
  Tables<Word> tables{};
  for (size_t i = 0; i < 256; ++i) {
    auto crc = static_cast<Word>(i);
    for (int bit = 0; bit < 8; ++bit) {
      crc = static_cast<Word>((crc >> 1) ^ ((crc & 1) != 0 ? reversed_polynomial : 0));
    }
    tables[0][i] = crc;
  }
  for (size_t t = 1; t < 8; ++t) {
    for (size_t i = 0; i < 256; ++i) {
      const Word before = tables[t - 1][i];
      tables[t][i] = static_cast<Word>((before >> 8) ^ tables[0][before & 0xFF]);
    }
  }
  return tables;
}

template <typename Word>
Word by_table(const Tables<Word>& tables, Word crc, std::span<const std::byte> bytes) {
  crc = static_cast<Word>(~crc);
  const std::byte* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    uint64_t word = 0;
    std::memcpy(&word, at, 8);
    word ^= crc;
    crc = 0;
    for (int i = 0; i < 8; ++i) crc ^= tables[7 - i][word >> (8 * i) & 0xFF];
  }
  for (; left > 0; --left, ++at) {
    crc = static_cast<Word>((crc >> 8) ^ tables[0][(crc ^ std::to_integer<Word>(*at)) & 0xFF]);
  }
  return static_cast<Word>(~crc);
}

constexpr Tables<uint32_t> kCrc32c = make_tables<uint32_t>(0x82F63B78);
constexpr Tables<uint64_t> kCrc64Nvme = make_tables<uint64_t>(0x9A6C9329AC4BC9B5);

#ifdef __x86_64__
__attribute__((target("sse4.2"))) uint32_t by_instruction(uint32_t crc,
                                                          std::span<const std::byte> bytes) {
  uint64_t running = static_cast<uint32_t>(~crc);
  const std::byte* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    uint64_t word = 0;
    std::memcpy(&word, at, 8);
    running = __builtin_ia32_crc32di(running, word);
  }
  auto narrow = static_cast<uint32_t>(running);
  for (; left > 0; --left, ++at) {
    narrow = __builtin_ia32_crc32qi(narrow, std::to_integer<unsigned char>(*at));
  }
  return ~narrow;
}
#endif

}  // namespace

uint32_t crc32c(uint32_t crc, std::span<const std::byte> bytes) {
#ifdef __x86_64__
  static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (has_instruction) return by_instruction(crc, bytes);
#endif
  return by_table(kCrc32c, crc, bytes);
}

uint64_t crc64_nvme(uint64_t crc, std::span<const std::byte> bytes) {
  return by_table(kCrc64Nvme, crc, bytes);
}

}  // namespace sempurna
