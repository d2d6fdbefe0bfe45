#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/choice.h"
#include "base/json.h"

namespace sempurna {

// A struct's members as JSON, declared once and both written and read:
//
//     template <typename Visitor, Of<Point> P>
//     void members(Visitor& v, P& point) {
//       v("x", point.x);
//       v.given("name", point.name);
//     }
//
// and to_json() and from_json<Point>() follow from it. A visitor knows
//
//     v(name, value)        text, true or false, whole numbers, numbers, choices by their names,
//                           structs, lists of these, and named ones as an object
//     v.given(name, value)  the same, left out when it is empty or 0
//     v.rest(pairs)         all further members that are numbers
//
// A member that is missing or null stays what it is; members that are not declared are passed over.

/// T or const T.
template <typename U, typename T>
concept Of = std::same_as<std::remove_const_t<U>, T>;

template <typename T>
using Named = std::vector<std::pair<std::string, T>>;

/// Writes members into an object.
class MemberWriter {
 public:
  explicit MemberWriter(Json& object) : object_(object) {}

  template <typename T>
  void operator()(const char* name, const T& value) {
    object_[name] = written(value);
  }
  template <typename T>
  void given(const char* name, const T& value) {
    if (!is_empty(value)) (*this)(name, value);
  }
  void rest(const Named<std::optional<double>>& numbers) {
    for (const auto& [name, number] : numbers) object_[name] = written(number);
  }

 private:
  template <typename T>
  static bool is_empty(const T& value) {
    if constexpr (requires { value.empty(); }) {
      return value.empty();
    } else {
      return value == T{};
    }
  }
  template <typename T>
  requires std::is_arithmetic_v<T>
  static Json written(T value) { return value; }
  static Json written(const std::string& text) { return text; }
  template <Choice Enum>
  static Json written(Enum value) {
    return name(value);
  }
  template <typename T>
  static Json written(const std::optional<T>& value) {
    return value ? written(*value) : Json();
  }
  template <typename T>
  static Json written(const std::vector<T>& list) {
    Json all = Json::array();
    for (const auto& element : list) all.push_back(written(element));
    return all;
  }
  template <typename T>
  static Json written(const Named<T>& named) {
    Json all = Json::object();
    for (const auto& [name, value] : named) all[name] = written(value);
    return all;
  }
  template <typename T>
  requires requires(MemberWriter& v, const T& record) { members(v, record); }
  static Json written(const T& record) {
    Json object = Json::object();
    MemberWriter writer(object);
    members(writer, record);
    return object;
  }

  Json& object_;
};

/// A JSON value and the way to it, for sentences about what is wrong with it.
class JsonPlace {
 public:
  /// `what` begins every error: "job.json".
  JsonPlace(const Json& value, std::string_view what) : value_(&value), what_(what) {}

  const Json& value() const { return *value_; }
  bool is_missing() const { return value_->is_null(); }
  JsonPlace member(const std::string& name) const;  ///< a null when there is none
  JsonPlace element(size_t index) const;

  template <typename T>
  Json to_json(const std::vector<T>& records) {
    Json list = Json::array();
    for (const T& record : records) list.push_back(to_json(record));
    return list;
  }

  /// Throws DataCorrupt, "WHAT: its member "a.b[2]" must be THAT", unless it holds.
  void expect(bool holds, std::string_view that) const;
  /// Throws DataCorrupt, "… must be one of these".
  [[noreturn]] void refuse_choice(std::span<const std::string_view> names) const;

 private:
  JsonPlace(const Json& value, std::string_view what, std::string path)
      : value_(&value), what_(what), path_(std::move(path)) {}

  const Json* value_;
  std::string_view what_;
  std::string path_;
};

/// Reads members of an object.
class MemberReader {
 public:
  /// Throws DataCorrupt when it is no object.
  explicit MemberReader(const JsonPlace& object);

  template <typename T>
  void operator()(const char* name, T& value) {
    known_.push_back(name);
    read(object_.member(name), value);
  }
  template <typename T>
  void given(const char* name, T& value) {
    (*this)(name, value);
  }
  void rest(Named<std::optional<double>>& numbers) const;

 private:
  static void read(const JsonPlace& place, std::string& text);
  static void read(const JsonPlace& place, bool& flag);
  template <Choice Enum>
  static void read(const JsonPlace& place, Enum& value) {
    std::string text;
    read(place, text);
    if (text.empty()) return;
    const auto known = choice_named<Enum>(text);
    if (known)
      value = *known;
    else
      place.refuse_choice(names_of(Enum{}));
  }
  /// From 0 to 10^15, so that sums of them stay within 64 bits.
  static void read(const JsonPlace& place, int64_t& count);
  static void read(const JsonPlace& place, uint64_t& count);
  static void read(const JsonPlace& place, double& number);
  /// Empty also when it is infinite or no number at all (NaN).
  static void read(const JsonPlace& place, std::optional<double>& number);
  template <typename T>
  static void read(const JsonPlace& place, std::vector<T>& list) {
    if (place.is_missing()) return;
    place.expect(place.value().is_array(), "a list");
    list.assign(place.value().size(), T{});
    for (size_t i = 0; i < list.size(); ++i) read(place.element(i), list[i]);
  }
  template <typename T>
  static void read(const JsonPlace& place, Named<T>& named) {
    if (place.is_missing()) return;
    place.expect(place.value().is_object(), "an object");
    named.clear();
    for (const auto& [name, value] : place.value().items()) {
      named.emplace_back(name, T{});
      read(place.member(name), named.back().second);
    }
  }
  template <typename T>
  requires requires(MemberReader& v, T& record) { members(v, record); }
  static void read(const JsonPlace& place, T& record) {
    if (place.is_missing()) return;
    MemberReader reader(place);
    members(reader, record);
  }

  JsonPlace object_;
  std::vector<std::string_view> known_;
};

/// Of a struct that declares its members.
template <typename T>
requires requires(MemberWriter& v, const T& record) {
  members(v, record);
}
Json to_json(const T& record) {
  Json object = Json::object();
  MemberWriter writer(object);
  members(writer, record);
  return object;
}

template <typename T>
Json to_json(const std::vector<T>& records) {
  Json list = Json::array();
  for (const T& record : records) list.push_back(to_json(record));
  return list;
}

/// Throws DataCorrupt, "WHAT: its member "labels[1]" must be text" or the like.
template <typename T>
T from_json(const Json& json, std::string_view what) {
  T record;
  MemberReader reader(JsonPlace(json, what));
  members(reader, record);
  return record;
}

}  // namespace sempurna
