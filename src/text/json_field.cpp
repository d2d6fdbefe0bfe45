#include "text/sorted_json.h"

#include "base/error.h"
#include "base/files.h"

namespace sempurna {

namespace {

constexpr int kMaxDepth = 200;
constexpr size_t kMaxBytes = 64 << 20;

const SortedJson kNull;

}  // namespace

SortedJson parse_sorted_json(std::string_view text, std::string_view what) {
  try {
    return SortedJson::parse(text, [&](int depth, SortedJson::parse_event_t, SortedJson&) {
      if (depth > kMaxDepth) {
        throw Error(Code::DataCorrupt, "{} is nested more than {} levels deep", what, kMaxDepth);
      }
      return true;
    });
  } catch (const SortedJson::parse_error& error) {
    throw Error(Code::DataCorrupt, "{} is not valid JSON at byte {}", what, error.byte);
  } catch (const SortedJson::exception& error) {
    throw Error(Code::DataCorrupt, "{} is not valid JSON: {}", what, error.what());
  }
}

SortedJson read_sorted_json(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  if (mapped.text().size() > kMaxBytes) {
    throw Error(Code::ResourceLimit, "{} is larger than {} MiB", file.string(), kMaxBytes >> 20);
  }
  return parse_sorted_json(mapped.text(), file.string());
}

SortedJson read_json_if_there(const std::filesystem::path& file) {
  if (!fs::exists(file)) return SortedJson::object();
  SortedJson json = read_sorted_json(file);
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

JsonField JsonField::element(const SortedJson& value, size_t index) const {
  return {value, fmt::format("{}[{}]", where_, index)};
}

const SortedJson::array_t& JsonField::array() const {
  const auto* array = value_->get_ptr<const SortedJson::array_t*>();
  if (array == nullptr) refuse("an array");
  return *array;
}

const SortedJson::object_t& JsonField::object() const {
  const auto* object = value_->get_ptr<const SortedJson::object_t*>();
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
