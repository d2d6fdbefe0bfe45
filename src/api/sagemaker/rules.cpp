#include "api/sagemaker/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/words.h"

namespace sempurna::sagemaker {

namespace {

// From the year 1 to the year 9999, in seconds since 1970.
constexpr double kFirstTime = -62'135'596'800;
constexpr double kLastTime = 253'402'300'799;

template <typename Int>
bool is_whole(const JsonMap& value) {
  if (value.is_number_unsigned()) return std::in_range<Int>(value.get<uint64_t>());
  return value.is_number_integer() && std::in_range<Int>(value.get<int64_t>());
}

bool is_time(const JsonMap& value) {
  return value.is_number() && value.get<double>() >= kFirstTime && value.get<double>() <= kLastTime;
}

bool is_number(Kind kind) {
  return kind == Kind::Integer || kind == Kind::Long || kind == Kind::Float;
}

bool has(const Shape& shape, Rule rule) {
  switch (rule) {
    case Rule::Most:
      return shape.max.has_value();
    case Rule::Least:
      return shape.min.has_value();
    case Rule::Pattern:
      return shape.pattern != nullptr;
    case Rule::Words:
      return !shape.words.empty();
  }
  return false;
}

size_t code_points(const std::string& text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

/// What bounds are of: a number itself, the length of a text, the size of a list or map.
double measure(const JsonMap& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) {
    return static_cast<double>(code_points(value.get_ref<const std::string&>()));
  }
  return static_cast<double>(value.size());
}

/// "[Pipe, File]" of "Pipe File".
std::string listed(std::string_view words) {
  std::string list = "[";
  any_word(words, [&](std::string_view word) {
    list.append(list.size() == 1 ? "" : ", ").append(word);
    return false;
  });
  return list + "]";
}

}  // namespace

bool is_of(Kind kind, const JsonMap& value) {
  switch (kind) {
    case Kind::String:
      return value.is_string();
    case Kind::Integer:
      return is_whole<int32_t>(value);
    case Kind::Long:
      return is_whole<int64_t>(value);
    case Kind::Float:
      return value.is_number();
    case Kind::Boolean:
      return value.is_boolean();
    case Kind::Timestamp:
      return is_time(value);
    case Kind::List:
      return value.is_array();
    case Kind::Map:
    case Kind::Structure:
      return value.is_object();
  }
  return false;
}

std::string_view wanted(Kind kind) {
  switch (kind) {
    case Kind::String:
      return "a string";
    case Kind::Integer:
      return "a whole number of 32 bits";
    case Kind::Long:
      return "a whole number of 64 bits";
    case Kind::Float:
      return "a number";
    case Kind::Boolean:
      return "true or false";
    case Kind::Timestamp:
      return "a time in seconds since 1970";
    case Kind::List:
      return "a list";
    case Kind::Map:
    case Kind::Structure:
      return "an object";
  }
  return "";
}

bool holds(Rule rule, const Shape& shape, const JsonMap& value) {
  if (!has(shape, rule)) return true;
  switch (rule) {
    case Rule::Most:
      return measure(value) <= static_cast<double>(*shape.max);
    case Rule::Least:
      return measure(value) >= static_cast<double>(*shape.min);
    case Rule::Pattern:
      return matches(*shape.pattern, value.get_ref<const std::string&>());
    case Rule::Words:
      return has_word(shape.words, value.get_ref<const std::string&>());
  }
  return true;
}

bool all_hold(const Shape& shape, const JsonMap& value) {
  return std::ranges::all_of(kRules, [&](Rule rule) { return holds(rule, shape, value); });
}

std::string sentence(Rule rule, const Shape& shape) {
  const char* measured = is_number(shape.kind) ? "value" : "length";
  switch (rule) {
    case Rule::Most:
      return fmt::format("Member must have {} less than or equal to {}", measured, *shape.max);
    case Rule::Least:
      return fmt::format("Member must have {} greater than or equal to {}", measured, *shape.min);
    case Rule::Pattern:
      return fmt::format("Member must satisfy regular expression pattern: {}",
                         shape.pattern->written);
    case Rule::Words:
      return "Member must satisfy enum value set: " + listed(shape.words);
  }
  return "";
}

std::string sentences(const Shape& shape) {
  std::string all = "[";
  for (const Rule rule : {Rule::Most, Rule::Least, Rule::Pattern, Rule::Words}) {
    if (has(shape, rule)) all += (all.size() == 1 ? "" : ", ") + sentence(rule, shape);
  }
  return all + "]";
}

}  // namespace sempurna::sagemaker
