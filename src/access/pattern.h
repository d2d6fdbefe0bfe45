#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/circumstances.h"

namespace sempurna {

/// A text of a policy, read once: * fits any run of characters, ? any one, and ${name} stands for
/// what the request says of it, taken as it is: a user named * matches nobody else. ${name, 'text'}
/// is the text when the request says nothing. Of a value to be compared only 2048 bytes count.
/// Source: AWS, "IAM policy elements: Variables and tags".
class Pattern {
 public:
  explicit Pattern(std::string text, bool has_variables = false);

  const std::string& text() const { return text_; }
  std::vector<std::string> variables() const;  ///< the names it has

  /// Whether every variable has a value. One that has none fits nothing.
  bool is_resolved(const Circumstances& circumstances) const;
  bool fits(std::string_view value, const Circumstances& circumstances) const;
  /// Of ARNs, whose six parts are compared one by one, so that a * does not reach over a colon.
  bool fits_arn(std::string_view arn, const Circumstances& circumstances) const;
  /// For what compares without wildcards. Empty when a variable has no value.
  std::optional<std::string> plain(const Circumstances& circumstances) const;

 private:
  struct Variable {
    size_t at;  ///< among the tokens
    std::string name;
    std::optional<std::string> otherwise;
  };

  std::optional<std::u16string> resolve(const Circumstances& circumstances) const;

  std::string text_;
  std::u16string tokens_;  ///< bytes, and what stands for ? and *
  std::vector<Variable> variables_;
};

/// Whether a pattern without variables fits, in at most |text| × |pattern| / 64 steps.
bool fits(std::string_view pattern, std::string_view text);

}  // namespace sempurna
