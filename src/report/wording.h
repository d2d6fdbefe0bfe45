#pragma once

#include <fmt/args.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "report/words.h"

namespace sempurna {

/// Says words and numbers in one language, all of it ready to stand in HTML.
class Wording {
 public:
  explicit Wording(ReportLanguage language) : language_(language) {}

  /// The language's code, for the lang attribute.
  std::string_view code() const { return name(language_); }
  ReportLanguage language() const { return language_; }

  /// The phrase with its {0}, {1} … replaced. The parts are HTML already.
  template <typename... Parts>
  std::string say(Word word, const Parts&... parts) const {
    return fmt::format(fmt::runtime(phrase(word, language_)), parts...);
  }

  /// 1234567 → "1,234,567" or "1.234.567".
  std::string count(int64_t n) const;
  /// 0.9412 → "94.1%" or "94,1%". Never rounded to 0% or 100% unless it is just that.
  std::string percent(double share) const;
  /// With `places` decimals; very large and very small values with a power of ten.
  std::string decimal(double value, int places) const;
  /// "42 s", "3 min 20 s", "2 h 5 min".
  std::string duration(double seconds) const;
  /// "1 example", "1,234 examples".
  std::string examples(int64_t n) const;
  /// "training", "validation" and "test" in this language; another name as it is.
  std::string data(std::string_view name) const;

 private:
  std::string punctuated(std::string number) const;

  ReportLanguage language_;
};

/// Where nothing is known.
constexpr std::string_view kDash = "–";

}  // namespace sempurna
