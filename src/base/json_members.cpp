#include "base/json_members.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr int64_t kMostCounted = 1'000'000'000'000'000;

bool is_count(const Json& value) {
  if (value.is_number_unsigned()) return value.get<uint64_t>() <= uint64_t{kMostCounted};
  return value.is_number_integer() && value.get<int64_t>() >= 0 &&
         value.get<int64_t>() <= kMostCounted;
}

}  // namespace

JsonPlace JsonPlace::member(const std::string& name) const {
  static const Json kNull;
  const auto found = value_->find(name);
  return {found == value_->end() ? kNull : *found, what_,
          path_.empty() ? name : path_ + "." + name};
}

JsonPlace JsonPlace::element(size_t index) const {
  return {(*value_)[index], what_, fmt::format("{}[{}]", path_, index)};
}

void JsonPlace::expect(bool holds, std::string_view that) const {
  if (holds) return;
  throw Error(Code::DataCorrupt, "{}: {} must be {}", what_,
              path_.empty() ? "the whole" : "its member \"" + path_ + "\"", that);
}

void JsonPlace::refuse_choice(std::span<const std::string_view> names) const {
  expect(false, fmt::format("one of {}", fmt::join(names, ", ")));
  std::terminate();
}

MemberReader::MemberReader(const JsonPlace& object) : object_(object) {
  object.expect(object.value().is_object(), "an object");
}

void MemberReader::rest(Named<std::optional<double>>& numbers) const {
  numbers.clear();
  for (const auto& [name, value] : object_.value().items()) {
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    if (!value.is_number() && !value.is_null()) continue;
    numbers.emplace_back(name, std::nullopt);
    read(object_.member(name), numbers.back().second);
  }
}

void MemberReader::read(const JsonPlace& place, std::string& text) {
  if (place.is_missing()) return;
  place.expect(place.value().is_string(), "text");
  text = place.value().get_ref<const std::string&>();
}

void MemberReader::read(const JsonPlace& place, bool& flag) {
  if (place.is_missing()) return;
  place.expect(place.value().is_boolean(), "true or false");
  flag = place.value().get<bool>();
}

void MemberReader::read(const JsonPlace& place, int64_t& count) {
  if (place.is_missing()) return;
  place.expect(is_count(place.value()), "a whole number from 0 to 10^15");
  count = place.value().get<int64_t>();
}

void MemberReader::read(const JsonPlace& place, uint64_t& count) {
  auto whole = static_cast<int64_t>(count);
  read(place, whole);
  count = static_cast<uint64_t>(whole);
}

void MemberReader::read(const JsonPlace& place, double& number) {
  std::optional<double> given;
  read(place, given);
  number = given.value_or(number);
}

void MemberReader::read(const JsonPlace& place, std::optional<double>& number) {
  if (place.is_missing()) return;
  place.expect(place.value().is_number(), "a number");
  const auto given = place.value().get<double>();
  number = std::isfinite(given) ? std::optional(given) : std::nullopt;
}

}  // namespace sempurna
