#include "api/cloudwatch/input.h"

#include <cmath>

namespace sempurna::cloudwatch {

namespace {

constexpr double kLatest = 253402300800;  // seconds: the year 10000

}  // namespace

const JsonMap* Input::find(const char* name) const {
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

CloudWatchError Input::wrong_type(const char* name, const char* type) const {
  return CloudWatchError(kNotReadable, "{} must be {}", path_of(name), type);
}

CloudWatchError Input::missing(const char* name) const {
  return CloudWatchError(codes_.missing, "The parameter {} is required.", path_of(name));
}

std::string Input::text(const char* name) const {
  const JsonMap* found = find(name);
  if (found == nullptr) return "";
  if (!found->is_string()) throw wrong_type(name, "a text");
  return found->get<std::string>();
}

std::string Input::required(const char* name) const {
  std::string value = text(name);
  if (value.empty()) throw missing(name);
  return value;
}

std::optional<int64_t> Input::number(const char* name) const {
  const JsonMap* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_number_integer()) throw wrong_type(name, "a whole number");
  return found->get<int64_t>();
}

int64_t Input::required_number(const char* name) const {
  const auto value = number(name);
  if (!value) throw missing(name);
  return *value;
}

std::optional<bool> Input::flag(const char* name) const {
  const JsonMap* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_boolean()) throw wrong_type(name, "true or false");
  return found->get<bool>();
}

Time Input::required_time(const char* name) const {
  const JsonMap* found = find(name);
  if (found == nullptr) throw missing(name);
  if (!found->is_number()) throw wrong_type(name, "a time");
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds < kLatest)) {
    throw CloudWatchError(codes_.wrong_value, "The parameter {} is no time since 1970.",
                          path_of(name));
  }
  return Time(std::chrono::milliseconds(std::llround(seconds * 1000)));
}

const JsonMap* Input::list(const char* name, size_t most) const {
  const JsonMap* found = find(name);
  if (found == nullptr) return nullptr;
  if (!found->is_array()) throw wrong_type(name, "a list");
  if (found->size() > most) {
    throw CloudWatchError(codes_.wrong_value,
                          "The collection {} must not have a size greater than {}.", path_of(name),
                          most);
  }
  return found;
}

std::vector<std::string> Input::texts(const char* name, size_t most) const {
  std::vector<std::string> all;
  const JsonMap* found = list(name, most);
  if (found == nullptr) return all;
  for (const JsonMap& one : *found) {
    if (!one.is_string()) throw wrong_type(name, "a list of texts");
    all.push_back(one.get<std::string>());
  }
  return all;
}

std::vector<Input> Input::objects(const char* name, size_t most) const {
  std::vector<Input> all;
  const JsonMap* found = list(name, most);
  if (found == nullptr) return all;
  for (const JsonMap& one : *found) {
    if (!one.is_object()) throw wrong_type(name, "a list of objects");
    all.emplace_back(one, codes_, fmt::format("{}.member.{}.", path_of(name), all.size() + 1));
  }
  return all;
}

std::optional<Input> Input::object(const char* name) const {
  const JsonMap* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_object()) throw wrong_type(name, "an object");
  return Input(*found, codes_, path_of(name) + ".");
}

}  // namespace sempurna::cloudwatch
