#include "report/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html.h"

namespace sempurna {

std::string Wording::punctuated(std::string number) const {
  if (language_ == ReportLanguage::Indonesian) {
    for (char& c : number) {
      if (c == '.') c = ',';
    }
  }
  return number;
}

std::string Wording::count(int64_t n) const {
  const char separator = language_ == ReportLanguage::Indonesian ? '.' : ',';
  std::string text = std::to_string(n);
  const size_t sign = n < 0 ? 1 : 0;
  for (size_t at = text.size(); at > sign + 3;) {
    at -= 3;
    text.insert(at, 1, separator);
  }
  return text;
}

std::string Wording::percent(double share) const {
  const double hundredfold = 100 * share;
  if (share > 0 && hundredfold < 0.05) return punctuated("&lt;0.1%");
  if (share < 1 && hundredfold >= 99.95) return punctuated("&gt;99.9%");
  if (share == 0 || share == 1) return fmt::format("{:.0f}%", hundredfold);
  return punctuated(fmt::format("{:.1f}%", hundredfold));
}

std::string Wording::decimal(double value, int places) const {
  const double size = std::abs(value);
  if (size >= 1e6 || (size > 0 && size < 0.5 * std::pow(10, -places))) {
    return punctuated(fmt::format("{:.2e}", value));
  }
  return punctuated(fmt::format("{:.{}f}", value, places));
}

std::string Wording::duration(double seconds) const {
  const auto whole = static_cast<int64_t>(std::ceil(std::max(0.0, seconds)));
  if (whole < 60) return say(Word::Seconds, whole);
  if (whole < 3600) return say(Word::MinutesSeconds, whole / 60, whole % 60);
  return say(Word::HoursMinutes, whole / 3600, whole % 3600 / 60);
}

std::string Wording::examples(int64_t n) const {
  return n == 1 ? say(Word::OneExample) : say(Word::Examples, count(n));
}

std::string Wording::data(std::string_view name) const {
  if (name == "training") return say(Word::Training);
  if (name == "validation") return say(Word::Validation);
  if (name == "test") return say(Word::Test);
  return html_name(name);
}

}  // namespace sempurna
