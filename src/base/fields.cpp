#include "base/fields.h"

#include <algorithm>
#include <cctype>

#include "base/number.h"

namespace sempurna {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

// SageMaker's clients send "5", 5 and "\"5\"" for the same value.
std::string_view plain(std::string_view text) {
  const auto trim = [](std::string_view t) {
    while (!t.empty() && std::isspace(static_cast<unsigned char>(t.front())) != 0)
      t.remove_prefix(1);
    while (!t.empty() && std::isspace(static_cast<unsigned char>(t.back())) != 0)
      t.remove_suffix(1);
    return t;
  };
  text = trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = trim(text.substr(1, text.size() - 2));
  }
  return text;
}

[[noreturn]] void refuse(const Field& field, std::string_view text) {
  throw Error(Code::InvalidArgument, "hyperparameter {} is {}, but must be {}", field.name,
              text.empty() ? "empty" : fmt::format("'{}'", text.substr(0, 80)), field.allowed());
}

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return copy;
}

template <typename Number>
Number parse_number(const Field& field, std::string_view text) {
  std::string_view value = plain(text);
  if (value.starts_with('+') && !value.starts_with("+-")) value.remove_prefix(1);
  const auto number = read_number<Number>(value);
  if (!number) refuse(field, text);
  const double real = static_cast<double>(*number);
  if (real < field.lowest || real > field.highest) refuse(field, text);
  return *number;
}

}  // namespace

std::string Field::allowed() const {
  if (!choices.empty()) return joined(choices);
  std::string kind = "text";
  if (type == Type::Integer) kind = "a whole number";
  if (type == Type::Real) kind = "a number";
  const bool low = std::isfinite(lowest);
  const bool high = std::isfinite(highest);
  const auto number = [&](double x) {
    return type == Type::Integer ? value_text(static_cast<int64_t>(x)) : value_text(x);
  };
  if (low && high) return fmt::format("{} from {} to {}", kind, number(lowest), number(highest));
  if (low) return fmt::format("{} not below {}", kind, number(lowest));
  if (high) return fmt::format("{} not above {}", kind, number(highest));
  return kind;
}

int64_t parse_integer(const Field& field, std::string_view text) {
  return parse_number<int64_t>(field, text);
}

double parse_real(const Field& field, std::string_view text) {
  return parse_number<double>(field, text);
}

bool parse_boolean(const Field& field, std::string_view text) {
  const std::string value = lower(plain(text));
  if (value == "true" || value == "1") return true;
  if (value == "false" || value == "0") return false;
  refuse(field, text);
}

std::string parse_text(const Field& field, std::string_view text) {
  const std::string value(plain(text));
  if (field.choices.empty()) return value;
  for (const auto& choice : field.choices) {
    if (lower(choice) == lower(value)) return choice;
  }
  refuse(field, text);
}

std::string value_text(int64_t value) {
  return std::to_string(value);
}

std::string value_text(double value) {
  return fmt::format("{}", value);
}

std::string value_text(bool value) {
  return value ? "True" : "False";
}

std::string value_text(const std::string& value) {
  return value;
}

}  // namespace sempurna
