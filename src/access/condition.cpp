#include "access/condition.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

#include "base/ascii.h"
#include "base/number.h"

namespace sempurna {

namespace {

bool any_value(std::string_view) {
  return true;
}

bool same(std::string_view pattern, std::string_view value) {
  return pattern == value;
}

std::optional<double> number(std::string_view text) {
  return read_number<double>(text);
}

bool is_number(std::string_view text) {
  return number(text).has_value();
}

bool is_date(std::string_view text) {
  return parse_policy_date(text).has_value();
}

bool is_boolean(std::string_view text) {
  return same_but_for_case(text, "true") || same_but_for_case(text, "false");
}

// The comparison of a request's value with the policy's, where both are of the kind.
template <auto Parse, typename Compare>
bool compare(std::string_view pattern, std::string_view value) {
  const auto limit = Parse(pattern);
  const auto found = Parse(value);
  return limit && found && Compare()(*found, *limit);
}

struct Address {
  std::array<unsigned char, 16> bytes{};
  int bits = 0;  ///< 32 or 128

  static std::optional<Address> parse(std::string_view text) {
    Address address;
    const std::string whole(text);
    if (inet_pton(AF_INET, whole.c_str(), address.bytes.data()) == 1) {
      address.bits = 32;
    } else if (inet_pton(AF_INET6, whole.c_str(), address.bytes.data()) == 1) {
      address.bits = 128;
    } else {
      return std::nullopt;
    }
    return whole.size() == std::strlen(whole.c_str()) ? std::optional(address) : std::nullopt;
  }
};

struct Network {
  Address address;
  int length = 0;

  static std::optional<Network> parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = Address::parse(text.substr(0, slash));
    if (!address) return std::nullopt;
    Network network{*address, address->bits};
    if (slash == std::string_view::npos) return network;
    const auto length = read_number<int>(text.substr(slash + 1));
    if (!length || *length < 0 || *length > address->bits) return std::nullopt;
    network.length = *length;
    return network;
  }
};

bool is_network(std::string_view text) {
  return Network::parse(text).has_value();
}

bool inside(std::string_view pattern, std::string_view value) {
  const auto network = Network::parse(pattern);
  const auto address = Address::parse(value);
  if (!network || !address || network->address.bits != address->bits) return false;
  for (int bit = 0; bit < network->length; ++bit) {
    const auto at = static_cast<size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if (((network->address.bytes[at] ^ address->bytes[at]) & mask) != 0) return false;
  }
  return true;
}

using Less = std::less<>;
using LessEqual = std::less_equal<>;
using Greater = std::greater<>;
using GreaterEqual = std::greater_equal<>;
using Equal = std::equal_to<>;

using Kind = ConditionOperator::Kind;

const std::vector<ConditionOperator> kOperators = {
    {"StringEquals", Kind::Compare, false, any_value, same},
    {"StringNotEquals", Kind::Compare, true, any_value, same},
    {"StringEqualsIgnoreCase", Kind::Compare, false, any_value, same_but_for_case},
    {"StringNotEqualsIgnoreCase", Kind::Compare, true, any_value, same_but_for_case},
    {"StringLike", Kind::Pattern, false, any_value, nullptr},
    {"StringNotLike", Kind::Pattern, true, any_value, nullptr},
    {"NumericEquals", Kind::Compare, false, is_number, compare<number, Equal>},
    {"NumericNotEquals", Kind::Compare, true, is_number, compare<number, Equal>},
    {"NumericLessThan", Kind::Compare, false, is_number, compare<number, Less>},
    {"NumericLessThanEquals", Kind::Compare, false, is_number, compare<number, LessEqual>},
    {"NumericGreaterThan", Kind::Compare, false, is_number, compare<number, Greater>},
    {"NumericGreaterThanEquals", Kind::Compare, false, is_number, compare<number, GreaterEqual>},
    {"DateEquals", Kind::Compare, false, is_date, compare<parse_policy_date, Equal>},
    {"DateNotEquals", Kind::Compare, true, is_date, compare<parse_policy_date, Equal>},
    {"DateLessThan", Kind::Compare, false, is_date, compare<parse_policy_date, Less>},
    {"DateLessThanEquals", Kind::Compare, false, is_date, compare<parse_policy_date, LessEqual>},
    {"DateGreaterThan", Kind::Compare, false, is_date, compare<parse_policy_date, Greater>},
    {"DateGreaterThanEquals", Kind::Compare, false, is_date,
     compare<parse_policy_date, GreaterEqual>},
    {"Bool", Kind::Compare, false, is_boolean, same_but_for_case},
    {"IpAddress", Kind::Compare, false, is_network, inside},
    {"NotIpAddress", Kind::Compare, true, is_network, inside},
    {"ArnEquals", Kind::Arn, false, any_value, nullptr},
    {"ArnLike", Kind::Arn, false, any_value, nullptr},
    {"ArnNotEquals", Kind::Arn, true, any_value, nullptr},
    {"ArnNotLike", Kind::Arn, true, any_value, nullptr},
    {"Null", Kind::Null, false, is_boolean, nullptr},
};

}  // namespace

const ConditionOperator* find_operator(std::string_view name) {
  const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                  [&](const auto& known) { return known.name == name; });
  return found == kOperators.end() ? nullptr : &*found;
}

std::vector<std::string> operator_names() {
  std::vector<std::string> names;
  for (const auto& known : kOperators) names.emplace_back(known.name);
  return names;
}

std::optional<int64_t> parse_policy_date(std::string_view text) {
  const auto field = [&](size_t at, size_t length) -> int {
    if (at + length > text.size()) return -1;
    const auto value = read_number<unsigned>(text.substr(at, length));
    return value ? static_cast<int>(*value) : -1;
  };
  if (text.size() < 10 || text[4] != '-') {
    const auto seconds = read_number<int64_t>(text);
    if (!seconds || *seconds > int64_t{1} << 40 || *seconds < -(int64_t{1} << 40)) {
      return std::nullopt;
    }
    return *seconds * 1000;
  }
  const std::chrono::year_month_day date{std::chrono::year(field(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(field(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(field(8, 2)))};
  if (text[7] != '-' || !date.ok()) return std::nullopt;
  int64_t milliseconds =
      std::chrono::milliseconds(std::chrono::sys_days(date).time_since_epoch()).count();
  if (text.size() == 10) return milliseconds;
  const int hour = field(11, 2);
  const int minute = field(14, 2);
  if (text[10] != 'T' || text.size() < 17 || text[13] != ':' || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59) {
    return std::nullopt;
  }
  milliseconds += (hour * 60 + minute) * 60000;
  size_t at = 16;
  if (text[at] == ':') {
    const int second = field(17, 2);
    if (second < 0 || second > 59) return std::nullopt;
    milliseconds += second * 1000;
    at = 19;
  }
  if (at < text.size() && text[at] == '.') {
    int64_t scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
      milliseconds += (text[at] - '0') * scale;
    }
  }
  const std::string_view zone = text.substr(std::min(at, text.size()));
  if (zone == "Z") return milliseconds;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const int hours = field(at + 1, 2);
  const int minutes = field(at + 4, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
  const int64_t offset = (hours * 60 + minutes) * int64_t{60000};
  return zone[0] == '+' ? milliseconds - offset : milliseconds + offset;
}

}  // namespace sempurna
