#include "api/cloudwatch/cbor.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "api/cloudwatch/error.h"
#include "api/cloudwatch/members.h"

namespace sempurna::cloudwatch {

namespace {

// The first three bits of an item (RFC 8949, section 3.1).
enum Major : uint8_t { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

// What the other five bits are, where they are not the number itself (section 3).
constexpr uint8_t kFirstLong = 24;
constexpr uint8_t kLastLong = 27;
constexpr uint8_t kUntilBreak = 31;
constexpr uint8_t kBreak = 0xff;

// Of Simple (section 3.3).
constexpr uint8_t kFalse = 20;
constexpr uint8_t kTrue = 21;
constexpr uint8_t kNull = 22;
constexpr uint8_t kUndefined = 23;
constexpr uint8_t kHalf = 25;
constexpr uint8_t kFloat = 26;
constexpr uint8_t kDouble = 27;

constexpr uint64_t kEpochTime = 1;  // the tag (section 3.4.2)
constexpr int kMaxDepth = 20;

CloudWatchError not_readable(const char* why) {
  return CloudWatchError(kNotReadable, "the request is no CBOR that can be read here: {}", why);
}

double half(uint64_t bits) {
  const auto exponent = static_cast<int>(bits >> 10 & 0x1f);
  const auto fraction = static_cast<double>(bits & 0x3ff);
  const double size = exponent == 0    ? std::ldexp(fraction, -24)
                      : exponent != 31 ? std::ldexp(fraction + 1024, exponent - 25)
                                       : (fraction == 0 ? std::numeric_limits<double>::infinity()
                                                        : std::numeric_limits<double>::quiet_NaN());
  return (bits & 0x8000) != 0 ? -size : size;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  JsonMap whole() {
    JsonMap value = item(0);
    if (!left_.empty()) throw not_readable("something stands behind it");
    return value;
  }

 private:
  struct Head {
    Major major;
    uint8_t more;     ///< the other five bits
    uint64_t number;  ///< that they are or announce
    bool is_open() const { return more == kUntilBreak; }
  };

  uint8_t byte() {
    if (left_.empty()) throw not_readable("it ends too early");
    const auto first = static_cast<uint8_t>(left_.front());
    left_.remove_prefix(1);
    return first;
  }

  Head head() {
    const uint8_t first = byte();
    Head head{static_cast<Major>(first >> 5), static_cast<uint8_t>(first & 0x1f), 0};
    if (head.more < kFirstLong) {
      head.number = head.more;
    } else if (head.more <= kLastLong) {
      for (int k = 0; k < 1 << (head.more - kFirstLong); ++k)
        head.number = head.number << 8 | byte();
    } else if (!head.is_open()) {
      throw not_readable("a length of a kind that there is not");
    }
    return head;
  }

  /// Whether a list or map of this head goes on, of which so many are read.
  bool goes_on(const Head& head, uint64_t read) {
    if (!head.is_open()) return read < head.number;
    if (left_.empty() || static_cast<uint8_t>(left_.front()) != kBreak) return true;
    left_.remove_prefix(1);
    return false;
  }

  std::string text(const Head& head) {
    std::string all;
    if (head.is_open()) {
      for (uint64_t k = 0; goes_on(head, k); ++k) {
        const Head piece = this->head();
        if (piece.major != Text || piece.is_open()) throw not_readable("a text of other things");
        all += text(piece);
      }
      return all;
    }
    if (head.number > left_.size()) throw not_readable("it ends too early");
    all = left_.substr(0, head.number);
    left_.remove_prefix(head.number);
    return all;
  }

  JsonMap array(const Head& head, int depth) {
    JsonMap all = JsonMap::array();
    for (uint64_t k = 0; goes_on(head, k); ++k) all.push_back(item(depth));
    return all;
  }

  JsonMap map(const Head& head, int depth) {
    JsonMap all = JsonMap::object();
    for (uint64_t k = 0; goes_on(head, k); ++k) {
      const Head key = this->head();
      if (key.major != Text) throw not_readable("a member's name is no text");
      const std::string name = text(key);
      if (all.contains(name)) throw not_readable("a member is given twice");
      all[name] = item(depth);
    }
    return all;
  }

  static JsonMap simple(const Head& head) {
    switch (head.more) {
      case kFalse:
      case kTrue:
        return head.more == kTrue;
      case kNull:
      case kUndefined:
        return nullptr;
      case kHalf:
        return half(head.number);
      case kFloat:
        return static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(head.number)));
      case kDouble:
        return std::bit_cast<double>(head.number);
      default:
        throw not_readable("a value of a kind that there is not");
    }
  }

  JsonMap item(int depth) {
    if (depth > kMaxDepth) throw not_readable("it is too deep");
    const Head head = this->head();
    if (head.is_open() && (head.major < Text || head.major > Map)) {
      throw not_readable("a length is missing");
    }
    switch (head.major) {
      case Unsigned:
      case Negative:
        if (head.number > uint64_t{INT64_MAX}) throw not_readable("a number is too large");
        return head.major == Unsigned ? static_cast<int64_t>(head.number)
                                      : -1 - static_cast<int64_t>(head.number);
      case Text:
        return text(head);
      case Array:
        return array(head, depth + 1);
      case Map:
        return map(head, depth + 1);
      case Tag:
        if (head.number != kEpochTime) throw not_readable("a tag that no request has");
        return item(depth + 1);
      case Simple:
        return simple(head);
      case Bytes:
        break;
    }
    throw not_readable("bytes, which no request has");
  }

  std::string_view left_;
};

void append_big_endian(std::string& out, uint64_t number, int bytes) {
  for (int k = bytes - 1; k >= 0; --k) out += static_cast<char>(number >> (8 * k));
}

void append_head(std::string& out, Major major, uint64_t number) {
  const auto first = static_cast<uint8_t>(major << 5);
  if (number < kFirstLong) {
    out += static_cast<char>(first | number);
    return;
  }
  int power = 0;  // of two: so many bytes hold it
  while (power < 3 && number >> (8 << power) != 0) ++power;
  out += static_cast<char>(first | (kFirstLong + power));
  append_big_endian(out, number, 1 << power);
}

void append_text(std::string& out, const std::string& text) {
  append_head(out, Text, text.size());
  out += text;
}

void append(std::string& out, const Json& value, bool is_time) {
  if (value.is_object()) {
    append_head(out, Map, value.size());
    for (const auto& [name, one] : value.items()) {
      append_text(out, name);
      append(out, one, kind_of(name) == MemberKind::Time || name == "Timestamps");
    }
  } else if (value.is_array()) {
    append_head(out, Array, value.size());
    for (const Json& one : value) append(out, one, is_time);
  } else if (value.is_string()) {
    append_text(out, value.get<std::string>());
  } else if (value.is_boolean()) {
    append_head(out, Simple, value.get<bool>() ? kTrue : kFalse);
  } else if (value.is_number_integer() && !is_time) {
    const auto number = value.get<int64_t>();
    append_head(out, number < 0 ? Negative : Unsigned,
                static_cast<uint64_t>(number < 0 ? -1 - number : number));
  } else {
    if (is_time) append_head(out, Tag, kEpochTime);
    out += static_cast<char>(Simple << 5 | kDouble);
    append_big_endian(out, std::bit_cast<uint64_t>(value.get<double>()), sizeof(double));
  }
}

}  // namespace

JsonMap read_cbor(std::string_view bytes) {
  return Reader(bytes).whole();
}

std::string write_cbor(const Json& value) {
  std::string out;
  append(out, value, false);
  return out;
}

}  // namespace sempurna::cloudwatch
