#include "store/object_names.h"

#include <algorithm>
#include <array>

#include "store/store_error.h"

namespace sempurna {

namespace {

constexpr size_t kLongestKey = 1024;
constexpr std::array<std::string_view, 3> kReservedStarts = {"xn--", "sthree-", "amzn-s3-demo-"};
constexpr std::array<std::string_view, 5> kReservedEnds = {"-s3alias", "--ol-s3", ".mrap", "--x-s3",
                                                           "--table-s3"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c);
}

/// Four numbers with dots between them.
bool looks_like_address(std::string_view name) {
  return std::count(name.begin(), name.end(), '.') == 3 && name.find("..") == name.npos &&
         std::all_of(name.begin(), name.end(), [](char c) { return c == '.' || is_digit(c); });
}

/// The rule that the name breaks, or empty.
std::string_view broken_rule(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return "it has 3 to 63 characters";
  const auto is_allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-'; };
  if (!std::all_of(name.begin(), name.end(), is_allowed)) {
    return "it is made of lower-case letters, digits, dots and hyphens";
  }
  if (!is_letter_or_digit(name.front()) || !is_letter_or_digit(name.back())) {
    return "it begins and ends with a letter or a digit";
  }
  if (name.find("..") != name.npos) return "it has no two dots in a row";
  if (looks_like_address(name)) return "it is not written like an IP address";
  const auto starts = [&](std::string_view part) { return name.starts_with(part); };
  const auto ends = [&](std::string_view part) { return name.ends_with(part); };
  if (std::any_of(kReservedStarts.begin(), kReservedStarts.end(), starts)) {
    return "it does not begin with xn--, sthree- or amzn-s3-demo-";
  }
  if (std::any_of(kReservedEnds.begin(), kReservedEnds.end(), ends)) {
    return "it does not end with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3";
  }
  return {};
}

/// Source: RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  for (size_t i = 0; i < text.size();) {
    const unsigned char lead = byte(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    if (lead < 0xC2 || lead > 0xF4) return false;
    const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() - i < length) return false;
    const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(i + 1) < lowest || byte(i + 1) > highest) return false;
    for (size_t k = 2; k < length; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

}  // namespace

void check_bucket_name(std::string_view name) {
  const auto rule = broken_rule(name);
  if (rule.empty()) return;
  throw StoreError(StoreFault::InvalidBucketName, "\"{}\" is no name for a bucket: {}", name, rule);
}

void check_key(std::string_view key) {
  if (key.empty()) throw StoreError(StoreFault::InvalidKey, "the key of an object is empty");
  if (key.size() > kLongestKey) {
    throw StoreError(StoreFault::InvalidKey, "the key has {} bytes; it may have {}", key.size(),
                     kLongestKey);
  }
  if (key.find('\0') != key.npos) {
    throw StoreError(StoreFault::InvalidKey, "the key has a zero byte; a key is text without");
  }
  if (!is_utf8(key)) {
    throw StoreError(StoreFault::InvalidKey, "the key is not valid UTF-8; encode it so");
  }
}

}  // namespace sempurna
