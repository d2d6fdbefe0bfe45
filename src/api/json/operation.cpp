#include "api/json/operation.h"

#include "base/base64.h"

namespace sempurna::json {

namespace {

constexpr auto kNotReadable = "SerializationException";
constexpr auto kNotValid = "ValidationException";
constexpr int kMaxDepth = 20;

}  // namespace

JsonMap parse_input(const std::string& body) {
  if (body.empty()) return JsonMap::object();
  JsonMap input;
  try {
    input = parse_json_map(body, "the request", kMaxDepth);
  } catch (const Error& error) {  // of whoever sent it; nothing of ours is corrupt
    throw JsonError(kNotReadable, "{}", error.what());
  }
  if (!input.is_object()) throw JsonError(kNotReadable, "the request must be an object");
  return input;
}

bool asks_for_something(const JsonMap& value) {
  return !value.is_null() && value != false && !(value.is_structured() && value.empty());
}

const JsonMap* Operation::member(const char* name) const {
  const auto found = input.find(name);
  return found == input.end() || found->is_null() ? nullptr : &*found;
}

std::string Operation::text(const char* name) const {
  const JsonMap* found = member(name);
  if (found == nullptr) return "";
  if (!found->is_string()) throw JsonError(kNotReadable, "{} must be a text", name);
  return found->get<std::string>();
}

bool Operation::flag(const char* name) const {
  const JsonMap* found = member(name);
  if (found == nullptr) return false;
  if (!found->is_boolean()) throw JsonError(kNotReadable, "{} must be true or false", name);
  return found->get<bool>();
}

std::string Operation::required(const char* name) const {
  std::string value = text(name);
  if (value.empty()) throw JsonError(kNotValid, "the member {} is missing", name);
  return value;
}

std::string Operation::bytes(const char* name) const {
  const auto decoded = decode_base64(required(name));
  if (!decoded) throw JsonError(kNotReadable, "{} is not base64", name);
  return *decoded;
}

int64_t Operation::number(const char* name, int64_t otherwise, int64_t least, int64_t most) const {
  const JsonMap* found = member(name);
  if (found == nullptr) return otherwise;
  if (!found->is_number_integer()) throw JsonError(kNotReadable, "{} must be a whole number", name);
  if (*found < least || *found > most) {
    throw JsonError(kNotValid, "{} is {}, but must be from {} to {}", name, found->dump(), least,
                    most);
  }
  return found->get<int64_t>();
}

std::map<std::string, std::string> Operation::texts(const char* name) const {
  std::map<std::string, std::string> texts;
  const JsonMap* found = member(name);
  if (found == nullptr) return texts;
  const auto wrong = [&] { return JsonError(kNotReadable, "{} must be an object of texts", name); };
  if (!found->is_object()) throw wrong();
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string()) throw wrong();
    texts[key] = value.get<std::string>();
  }
  return texts;
}

std::vector<std::string> Operation::list(const char* name) const {
  std::vector<std::string> texts;
  const JsonMap* found = member(name);
  if (found == nullptr) return texts;
  const auto wrong = [&] { return JsonError(kNotReadable, "{} must be a list of texts", name); };
  if (!found->is_array()) throw wrong();
  for (const JsonMap& value : *found) {
    if (!value.is_string()) throw wrong();
    texts.push_back(value.get<std::string>());
  }
  return texts;
}

}  // namespace sempurna::json
