#include "predict/content_types.h"

#include <algorithm>

#include "base/ascii.h"

namespace sempurna {

namespace {

/// The text up to the separator, trimmed and in lower case; what follows it stays in `rest`.
std::string next_part(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  while (part.starts_with(' ') || part.starts_with('\t')) part.remove_prefix(1);
  while (part.ends_with(' ') || part.ends_with('\t')) part.remove_suffix(1);
  return lower_ascii(part);
}

std::optional<AnswerType> one_answer_type(std::string_view range) {
  const std::string type = next_part(range, ';');
  const bool any = type == "*/*" || type == "application/*";
  if (!any && type != "application/json") return std::nullopt;
  while (!range.empty()) {
    if (next_part(range, ';') == "verbose") return AnswerType::Verbose;
  }
  return AnswerType::Probabilities;
}

}  // namespace

std::string media_type(std::string_view header) {
  return next_part(header, ';');
}

std::optional<AnswerType> answer_type(std::string_view accept) {
  if (accept.empty()) return AnswerType::Probabilities;
  while (!accept.empty()) {
    const auto end = std::min(accept.find(','), accept.size());
    if (const auto type = one_answer_type(accept.substr(0, end))) return type;
    accept.remove_prefix(std::min(end + 1, accept.size()));
  }
  return std::nullopt;
}

}  // namespace sempurna
