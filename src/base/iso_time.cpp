#include "base/iso_time.h"

#include <algorithm>
#include <ctime>
#include <string_view>

#include "base/number.h"

namespace sempurna {

std::optional<Time> read_iso_time(const std::string& text) {
  std::tm parts{};
  const char* end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr) return std::nullopt;
  std::string_view rest = end;
  std::string digits = "0";
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    const size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
    digits = std::string(rest.substr(0, std::min<size_t>(count, 3)));
    if (digits.empty()) return std::nullopt;
    digits.resize(3, '0');
    rest.remove_prefix(count);
  }
  if (rest != "Z") return std::nullopt;
  return Time(std::chrono::seconds(::timegm(&parts)) +
              std::chrono::milliseconds(read_number<int>(digits).value_or(0)));
}

}  // namespace sempurna
