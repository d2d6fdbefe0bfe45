#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace sempurna {

/// JSON whose objects are sorted maps: the one for files with very many members, as vocabularies
/// are. (base/json keeps the order of members, and finds one only by looking through all.)
using SortedJson = nlohmann::json;

/// Parses `text`, at most 200 levels deep; `what` names it in errors. Throws DataCorrupt.
SortedJson parse_sorted_json(std::string_view text, std::string_view what);
/// Throws as MappedFile does, and DataCorrupt, naming the file.
SortedJson read_sorted_json(const std::filesystem::path& file);
/// read_sorted_json() of a file that must hold an object; an empty object when it does not exist.
SortedJson read_json_if_there(const std::filesystem::path& file);

/// One value of a JSON file with the name of its place, for reading it with errors that say where:
/// "tokenizer.json: model.vocab should be an object". Throws DataCorrupt.
class JsonField {
 public:
  JsonField(const SortedJson& value, std::string where)
      : value_(&value), where_(std::move(where)) {}

  const SortedJson& json() const { return *value_; }
  const std::string& where() const { return where_; }

  bool is_null() const { return value_->is_null(); }
  /// The member, null when there is none. This must be an object.
  JsonField operator[](const char* name) const;
  /// The elements; this must be an array.
  const SortedJson::array_t& array() const;
  const SortedJson::object_t& object() const;
  const std::string& string() const;
  int64_t integer() const;
  double number() const;
  bool boolean() const;
  std::string string_or(std::string_view other) const;
  bool boolean_or(bool other) const;

  JsonField element(const SortedJson& value, size_t index) const;
  /// Throws DataCorrupt: where, and what it should be.
  [[noreturn]] void refuse(std::string_view should) const;

 private:
  const SortedJson* value_;
  std::string where_;
};

}  // namespace sempurna
