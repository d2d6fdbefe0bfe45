#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/json_map.h"

namespace sempurna {

/// read_json_map() of a file that must hold an object; an empty object when it does not exist.
JsonMap read_json_if_there(const std::filesystem::path& file);

/// One value of a JSON file with the name of its place, for reading it with errors that say where:
/// "tokenizer.json: model.vocab should be an object". Throws DataCorrupt.
class JsonField {
 public:
  JsonField(const JsonMap& value, std::string where) : value_(&value), where_(std::move(where)) {}

  const JsonMap& json() const { return *value_; }
  const std::string& where() const { return where_; }

  bool is_null() const { return value_->is_null(); }
  /// The member, null when there is none. This must be an object.
  JsonField operator[](const char* name) const;
  /// The elements; this must be an array.
  const JsonMap::array_t& array() const;
  const JsonMap::object_t& object() const;
  const std::string& string() const;
  int64_t integer() const;
  double number() const;
  bool boolean() const;
  std::string string_or(std::string_view other) const;
  bool boolean_or(bool other) const;

  JsonField element(const JsonMap& value, size_t index) const;
  /// Throws DataCorrupt: where, and what it should be.
  [[noreturn]] void refuse(std::string_view should) const;

 private:
  const JsonMap* value_;
  std::string where_;
};

}  // namespace sempurna
