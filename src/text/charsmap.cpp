#include "text/charsmap.h"

#include "base/error.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

uint32_t little_endian(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  for (size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// The longest of NFKC has 33 bytes; without a limit a small file could ask for any memory.
constexpr size_t kMaxReplacement = 256;

constexpr uint32_t kValueUnit = 0x80000000;

uint32_t value_of(uint32_t unit) {
  return unit & ~kValueUnit;
}
uint32_t label_of(uint32_t unit) {
  return unit & (kValueUnit | 0xFF);
}
bool has_value(uint32_t unit) {
  return (unit >> 8 & 1) != 0;
}
uint32_t offset_of(uint32_t unit) {
  return (unit >> 10) << ((unit & 1u << 9) >> 6);
}

}  // namespace

CharsMap::CharsMap(std::string_view blob, std::string_view where) {
  if (blob.empty()) return;
  const uint32_t trie_bytes = blob.size() < 4 ? 0 : little_endian(blob, 0);
  if (trie_bytes < 1024 || trie_bytes % 4 != 0 || trie_bytes >= blob.size() - 4 ||
      blob.back() != '\0') {
    throw Error(Code::DataCorrupt, "{}: the precompiled character map is cut short or damaged",
                where);
  }
  for (size_t at = 4; at < 4 + trie_bytes; at += 4) units_.push_back(little_endian(blob, at));
  replacements_ = blob.substr(4 + trie_bytes);
  // Whatever byte follows, the next unit must be inside; and every value must be a replacement.
  for (size_t at = 0; at < units_.size(); ++at) {
    const uint32_t unit = units_[at];
    // No walk goes on from a value's unit, but every walk begins at the root.
    if ((unit & kValueUnit) != 0 && at != 0) continue;
    const size_t children = at ^ offset_of(unit);
    if ((unit & kValueUnit) != 0 || (children | 0xFF) >= units_.size() ||
        (has_value(unit) && value_of(units_[children]) >= replacements_.size())) {
      throw Error(Code::DataCorrupt,
                  "{}: the precompiled character map leads outside itself (unit {})", where, at);
    }
    if (!has_value(unit)) continue;
    const std::string_view rest =
        std::string_view(replacements_).substr(value_of(units_[children]));
    if (rest.substr(0, kMaxReplacement + 1).find('\0') == std::string_view::npos) {
      throw Error(Code::DataCorrupt,
                  "{}: the precompiled character map replaces something by more than {} bytes",
                  where, kMaxReplacement);
    }
  }
}

std::string CharsMap::apply(std::string_view text) const {
  std::string result;
  if (units_.empty()) return std::string(text);
  result.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    size_t length = 0;
    size_t replacement = 0;
    size_t place = offset_of(units_[0]);
    for (size_t i = at; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      place ^= byte;
      const uint32_t unit = units_[place];
      if (label_of(unit) != byte) break;
      place ^= offset_of(unit);
      if (has_value(unit)) {
        length = i + 1 - at;
        replacement = value_of(units_[place]);
      }
    }
    if (length > 0) {
      result += replacements_.c_str() + replacement;
      at += length;
    } else {
      const size_t start = at;
      next_code_point(text, at);
      result += text.substr(start, at - start);
    }
  }
  return result;
}

}  // namespace sempurna
