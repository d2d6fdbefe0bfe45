#include <fmt/ranges.h>

#include <algorithm>

#include "api/json/error.h"
#include "api/json/operation.h"
#include "api/sagemaker/rules.h"
#include "api/sagemaker/shapes.h"
#include "base/ascii.h"
#include "base/nearest.h"
#include "base/shown.h"

namespace sempurna::sagemaker {

namespace {

constexpr size_t kMostFaults = 100;
constexpr size_t kLongestShown = 256;  // bytes of a value in a sentence

/// Adds a value as the service shows it, as Java does: {epochs=5, labels=[a, b]}. No more than
/// about kLongestShown bytes.
void add_shown(std::string& out, const JsonMap& value) {
  if (out.size() > kLongestShown) return;
  if (value.is_string()) {
    out += value.get_ref<const std::string&>().substr(0, kLongestShown + 1);
  } else if (!value.is_structured()) {
    out += value.dump();
  } else {
    const bool is_list = value.is_array();
    out += is_list ? '[' : '{';
    const char* separator = "";
    for (const auto& [key, element] : value.items()) {
      out += separator;
      if (!is_list) out += key.substr(0, kLongestShown) + "=";
      add_shown(out, element);
      if (out.size() > kLongestShown) return;
      separator = ", ";
    }
    out += is_list ? ']' : '}';
  }
}

/// The beginning of a text that is too long for a sentence; what a terminal obeys is written out.
std::string cut(std::string text) {
  if (text.size() <= kLongestShown) return shown(text);
  size_t end = kLongestShown;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  return shown(text.substr(0, end)) + "…";
}

/// As it stands in a path: trainingJobName.
std::string in_path(std::string_view name) {
  std::string lower(name);
  lower[0] = lower_ascii(lower[0]);
  return lower;
}

class Checker {
 public:
  void structure(const Shape& shape, const JsonMap& value) {
    for (const Member& member : shape.members) {
      const auto found = value.find(member.name);
      const bool is_given = found != value.end() && !found->is_null();
      if (!is_given && !member.is_required) continue;
      const Place place(*this, in_path(member.name));
      if (is_given) {
        check(*member.shape, *found);
      } else {
        refuse_null();
      }
    }
    for (const auto& [name, given] : value.items()) {
      if (is_full()) return;
      const bool is_known = std::ranges::any_of(
          shape.members, [&name = name](const Member& member) { return member.name == name; });
      if (!is_known && json::asks_for_something(given)) refuse_unknown(shape, name);
    }
  }

  std::vector<std::string> wrong_types;
  std::vector<std::string> faults;

 private:
  /// A step deeper into the request.
  class Place {
   public:
    Place(Checker& checker, std::string_view name) : path_(checker.path_), size_(path_.size()) {
      path_.append(path_.empty() ? "" : ".").append(name);
    }
    ~Place() { path_.resize(size_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    std::string& path_;
    size_t size_;
  };

  bool is_full() const { return std::max(faults.size(), wrong_types.size()) >= kMostFaults; }

  void check(const Shape& shape, const JsonMap& value) {
    if (is_full() || !is_typed(shape.kind, value)) return;
    for (const Rule rule : kRules) {
      if (!holds(rule, shape, value)) refuse(value, sentence(rule, shape));
    }
    if (shape.kind == Kind::List) list(shape, value);
    if (shape.kind == Kind::Map) map(shape, value);
    if (shape.kind == Kind::Structure) structure(shape, value);
  }

  void list(const Shape& shape, const JsonMap& value) {
    const Shape& element = *shape.element;
    const bool is_nested = is_of_many(element.kind);
    bool is_right = true;
    for (size_t i = 0; i < value.size() && !is_full(); ++i) {
      const Place place(*this, fmt::format("{}.member", i + 1));
      if (value[i].is_null()) {
        refuse_null();
      } else if (is_nested) {
        check(element, value[i]);
      } else {
        is_right &= is_typed(element.kind, value[i]) && all_hold(element, value[i]);
      }
    }
    if (!is_right) refuse(value, "Member must satisfy constraint: " + sentences(element));
  }

  void map(const Shape& shape, const JsonMap& value) {
    bool are_keys_right = true;
    bool are_values_right = true;
    for (const auto& [key, element] : value.items()) {
      if (is_full()) return;
      are_keys_right &= all_hold(*shape.key, JsonMap(key));
      const Place place(*this, cut(key));
      if (element.is_null()) {
        refuse_null();
      } else {
        are_values_right &=
            is_typed(shape.element->kind, element) && all_hold(*shape.element, element);
      }
    }
    if (!are_keys_right) {
      refuse(value, "Map keys must satisfy constraint: " + sentences(*shape.key));
    }
    if (!are_values_right) {
      refuse(value, "Map value must satisfy constraint: " + sentences(*shape.element));
    }
  }

  static bool is_of_many(Kind kind) {
    return kind == Kind::List || kind == Kind::Map || kind == Kind::Structure;
  }

  bool is_typed(Kind kind, const JsonMap& value) {
    if (is_of(kind, value)) return true;
    wrong_types.push_back(fmt::format("'{}' must be {}, and is {}", path_, wanted(kind),
                                      value.is_array()    ? "a list"
                                      : value.is_object() ? "an object"
                                                          : text_of(value)));
    return false;
  }

  void refuse(const JsonMap& value, const std::string& constraint) {
    faults.push_back(fmt::format("Value '{}' at '{}' failed to satisfy constraint: {}",
                                 text_of(value), path_, constraint));
  }

  void refuse_null() {
    faults.push_back(fmt::format(
        "Value null at '{}' failed to satisfy constraint: Member must not be null", path_));
  }

  void refuse_unknown(const Shape& shape, const std::string& name) {
    std::vector<std::string> known;
    for (const Member& member : shape.members) known.emplace_back(member.name);
    faults.push_back(fmt::format("Member '{}{}{}' is not known.{}", path_, path_.empty() ? "" : ".",
                                 cut(name), did_you_mean(name, known)));
  }

  static std::string text_of(const JsonMap& value) {
    std::string text;
    add_shown(text, value);
    return cut(std::move(text));
  }

  std::string path_;  ///< inputDataConfig.1.member.channelName
};

}  // namespace

std::vector<std::string> faults_of(const Shape& input, const JsonMap& request) {
  Checker checker;
  checker.structure(input, request);
  if (!checker.wrong_types.empty()) {
    throw JsonError("SerializationException", "{}", fmt::join(checker.wrong_types, "; "));
  }
  checker.faults.resize(std::min(checker.faults.size(), kMostFaults));
  return checker.faults;
}

void expect_valid(const Shape& input, const JsonMap& request) {
  const std::vector<std::string> faults = faults_of(input, request);
  if (faults.empty()) return;
  throw JsonError("ValidationException", "{} validation error{} detected: {}", faults.size(),
                  faults.size() == 1 ? "" : "s", fmt::join(faults, "; "));
}

}  // namespace sempurna::sagemaker
