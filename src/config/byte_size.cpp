#include "config/byte_size.h"

#include <array>
#include <utility>

#include "base/error.h"
#include "base/number.h"

namespace sempurna {

namespace {

constexpr std::array<std::pair<std::string_view, double>, 10> kUnits = {{
    {"", 1},
    {"B", 1},
    {"KB", 1e3},
    {"MB", 1e6},
    {"GB", 1e9},
    {"TB", 1e12},
    {"KiB", 1 << 10},
    {"MiB", 1 << 20},
    {"GiB", 1 << 30},
    {"TiB", uint64_t{1} << 40},
}};
constexpr double kMost = uint64_t{1} << 53;  // what a double still counts exactly

}  // namespace

uint64_t parse_byte_size(std::string_view text) {
  const size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  std::string_view unit = text.substr(digits);
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  const auto number = read_number<double>(text.substr(0, digits));
  for (const auto& [name, factor] : kUnits) {
    if (number && unit == name && *number * factor <= kMost) {
      return static_cast<uint64_t>(*number * factor);
    }
  }
  throw Error(Code::InvalidArgument,
              "'{}' is no number of bytes; write it as 500000, 500 MB or 1.5 GiB", text);
}

}  // namespace sempurna
