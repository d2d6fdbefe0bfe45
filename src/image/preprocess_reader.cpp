#include "image/preprocess_reader.h"

#include <algorithm>
#include <cmath>

namespace sempurna {
namespace {

constexpr int kMaxSide = 4096;

}  // namespace

const Json* PreprocessReader::find(const char* member) const {
  const auto found = json_.find(member);
  return found == json_.end() || found->is_null() ? nullptr : &*found;
}

bool PreprocessReader::truth(const char* member, bool otherwise) const {
  const Json* value = find(member);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) refuse("{} must be true or false", member);
  return value->get<bool>();
}

double PreprocessReader::number(const char* member, double otherwise) const {
  const Json* value = find(member);
  if (value == nullptr) return otherwise;
  if (!value->is_number()) refuse("{} must be a number", member);
  return value->get<double>();
}

std::string PreprocessReader::text(const char* member, std::string_view otherwise) const {
  const Json* value = find(member);
  if (value == nullptr) return std::string(otherwise);
  if (!value->is_string()) refuse("{} must be a text", member);
  return value->get<std::string>();
}

int PreprocessReader::side(const Json& value, const char* member) const {
  if (!value.is_number_integer() || value.get<int64_t>() < 1 || value.get<int64_t>() > kMaxSide) {
    refuse("{} must be a whole number from 1 to {}", member, kMaxSide);
  }
  return value.get<int>();
}

Size PreprocessReader::size(const Json& value, const char* member) const {
  if (value.is_number()) return {side(value, member), side(value, member)};
  if (value.is_array() && value.size() == 2)
    return {side(value[1], member), side(value[0], member)};
  if (!value.is_object() || !value.contains("height") || !value.contains("width")) {
    refuse("{} must be a number or have height and width", member);
  }
  return {side(value["width"], member), side(value["height"], member)};
}

std::array<double, 3> PreprocessReader::channels(const char* member,
                                                 const std::array<double, 3>* otherwise) const {
  const Json* value = find(member);
  if (value == nullptr && otherwise != nullptr) return *otherwise;
  if (value == nullptr) refuse("{} is missing", member);
  std::array<double, 3> result{};
  const bool fits =
      value->is_array() && value->size() == 3 &&
      std::all_of(value->begin(), value->end(), [](const Json& x) { return x.is_number(); });
  if (!fits) refuse("{} must be three numbers", member);
  for (size_t i = 0; i < 3; ++i) result[i] = (*value)[i].get<double>();
  return result;
}

std::array<double, 3> PreprocessReader::deviations(const char* member,
                                                   const std::array<double, 3>* otherwise) const {
  const std::array<double, 3> result = channels(member, otherwise);
  for (const double deviation : result) {
    if (!std::isfinite(deviation) || deviation <= 0) refuse("{} must be more than 0", member);
  }
  return result;
}

}  // namespace sempurna
