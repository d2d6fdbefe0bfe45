#include "api/json/input.h"

#include "api/json/error.h"

namespace sempurna {

namespace {

constexpr auto kFault = "SerializationException";
constexpr int kMaxDepth = 20;

const JsonMap* member(const JsonMap& input, const char* name) {
  const auto found = input.find(name);
  return found == input.end() || found->is_null() ? nullptr : &*found;
}

}  // namespace

JsonMap parse_input(const std::string& body) {
  if (body.empty()) return JsonMap::object();
  JsonMap input;
  try {
    input = parse_json_map(body, "the request", kMaxDepth);
  } catch (const Error& error) {  // of whoever sent it; nothing of ours is corrupt
    throw JsonError(kFault, "{}", error.what());
  }
  if (!input.is_object()) throw JsonError(kFault, "the request must be an object");
  return input;
}

std::string text_of(const JsonMap& input, const char* name) {
  const JsonMap* found = member(input, name);
  if (found == nullptr) return "";
  if (!found->is_string()) throw JsonError(kFault, "{} must be a text", name);
  return found->get<std::string>();
}

bool flag_of(const JsonMap& input, const char* name) {
  const JsonMap* found = member(input, name);
  if (found == nullptr) return false;
  if (!found->is_boolean()) throw JsonError(kFault, "{} must be true or false", name);
  return found->get<bool>();
}

}  // namespace sempurna
