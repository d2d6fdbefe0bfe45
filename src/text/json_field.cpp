#include "text/json_field.h"

#include "base/error.h"
#include "base/files.h"

namespace sempurna {

namespace {

const JsonMap kNull;

}  // namespace

JsonMap read_json_if_there(const std::filesystem::path& file) {
  if (!fs::exists(file)) return JsonMap::object();
  JsonMap json = read_json_map(file);
  JsonField(json, file.string()).object();
  return json;
}

void JsonField::refuse(std::string_view should) const {
  throw Error(Code::DataCorrupt, "{} should be {}", where_, should);
}

JsonField JsonField::operator[](const char* name) const {
  const auto& members = object();
  const auto found = members.find(name);
  const bool top = where_.find(": ") == std::string::npos;
  return {found == members.end() ? kNull : found->second, where_ + (top ? ": " : ".") + name};
}

JsonField JsonField::element(const JsonMap& value, size_t index) const {
  return {value, fmt::format("{}[{}]", where_, index)};
}

const JsonMap::array_t& JsonField::array() const {
  const auto* array = value_->get_ptr<const JsonMap::array_t*>();
  if (array == nullptr) refuse("an array");
  return *array;
}

const JsonMap::object_t& JsonField::object() const {
  const auto* object = value_->get_ptr<const JsonMap::object_t*>();
  if (object == nullptr) refuse("an object");
  return *object;
}

const std::string& JsonField::string() const {
  const auto* string = value_->get_ptr<const std::string*>();
  if (string == nullptr) refuse("a string");
  return *string;
}

int64_t JsonField::integer() const {
  if (!value_->is_number_integer()) refuse("an integer");
  return value_->get<int64_t>();
}

double JsonField::number() const {
  if (!value_->is_number()) refuse("a number");
  return value_->get<double>();
}

bool JsonField::boolean() const {
  if (!value_->is_boolean()) refuse("true or false");
  return value_->get<bool>();
}

std::string JsonField::string_or(std::string_view other) const {
  return is_null() ? std::string(other) : string();
}

bool JsonField::boolean_or(bool other) const {
  return is_null() ? other : boolean();
}

}  // namespace sempurna
