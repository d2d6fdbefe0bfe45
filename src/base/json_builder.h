#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"

namespace sempurna {

/// Builds a value from a JSON parser's events. Unlike nlohmann's own builder it refuses a member
/// that is given twice, of which one would be dropped without a word, and more levels than are safe
/// to destroy. Throws DataCorrupt; `what` names the text.
template <typename Value>
class JsonBuilder : public nlohmann::json_sax<Value> {
 public:
  JsonBuilder(std::string_view what, int max_depth) : what_(what), max_depth_(max_depth) {}

  /// The value, once all was read.
  Value take() { return std::move(root_); }
  /// Where the text stopped being JSON, when it did.
  size_t fault_position() const { return fault_position_; }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(typename Value::number_integer_t value) override { return add(value); }
  bool number_unsigned(typename Value::number_unsigned_t value) override { return add(value); }
  bool number_float(typename Value::number_float_t value, const std::string&) override {
    return add(value);
  }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(typename Value::binary_t&) override { return false; }
  bool start_object(size_t) override { return open(Value::object()); }
  bool end_object() override { return close(); }
  bool start_array(size_t) override { return open(Value::array()); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    Level& level = levels_.back();
    auto& members = level.value->template get_ref<typename Value::object_t&>();
    if constexpr (std::is_same_v<Value, nlohmann::ordered_json>) {
      if (members.size() == kMostMembers)
        throw Error(Code::DataCorrupt, "{} has an object of more than {} members", what_,
                    kMostMembers);
    }
    const auto [member, is_new] = members.emplace(name, Value());
    level.name = name;
    if (!is_new) {
      throw Error(Code::DataCorrupt, "{} has the member {} twice; give it once", what_, place());
    }
    level.member = &member->second;
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    fault_position_ = position;
    return false;
  }

 private:
  // Each is sought among all before it: more would take minutes, and no model has them.
  static constexpr size_t kMostMembers = 50'000;

  struct Level {
    Value* value;
    Value* member = nullptr;  ///< of an object, that the next value is for
    std::string name;         ///< of that member
  };

  template <typename New>
  Value* put(New&& value) {
    if (levels_.empty()) {
      root_ = Value(std::forward<New>(value));
      return &root_;
    }
    Level& level = levels_.back();
    if (level.member == nullptr) {
      level.value->push_back(Value(std::forward<New>(value)));
      return &level.value->back();
    }
    *level.member = Value(std::forward<New>(value));
    return level.member;
  }

  template <typename New>
  bool add(New&& value) {
    put(std::forward<New>(value));
    return true;
  }

  bool open(Value empty) {
    if (levels_.size() >= static_cast<size_t>(max_depth_)) {
      throw Error(Code::DataCorrupt, "{} is nested more than {} levels deep", what_, max_depth_);
    }
    levels_.push_back({put(std::move(empty)), nullptr, {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  // Statement.Condition.StringLike
  std::string place() const {
    std::string names;
    for (const auto& level : levels_) {
      if (!level.name.empty()) names += (names.empty() ? "" : ".") + level.name;
    }
    return names;
  }

  std::string_view what_;
  int max_depth_;
  Value root_;
  std::vector<Level> levels_;
  size_t fault_position_ = 0;
};

}  // namespace sempurna
