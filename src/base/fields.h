#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/choice.h"
#include "base/error.h"
#include "base/nearest.h"

namespace sempurna {

/// What is known of an option apart from the struct that holds it: enough for a command line, a
/// form, a manual page and SageMaker's HyperParameterSpecification.
struct Field {
  enum class Type { Integer, Real, Boolean, Text };

  std::string name;
  std::vector<std::string> aliases;  ///< other accepted spellings
  Type type = Type::Text;
  std::string help;  ///< one or more whole sentences
  std::string default_text;
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  std::vector<std::string> choices;  ///< of Boolean: True and False; empty: any

  /// "1 to 1000", "True or False", "adam, sgd": what is allowed, in words.
  std::string allowed() const;
};

/// Reads one value as a field of this type does: plain or JSON-quoted. Throws InvalidArgument with
/// the field's name, what came and what is allowed.
int64_t parse_integer(const Field& field, std::string_view text);
double parse_real(const Field& field, std::string_view text);
bool parse_boolean(const Field& field, std::string_view text);
std::string parse_text(const Field& field, std::string_view text);

std::string value_text(int64_t value);
std::string value_text(double value);  ///< the shortest that reads back the same
std::string value_text(bool value);    ///< True or False, as SageMaker writes them
std::string value_text(const std::string& value);
template <Choice Enum>
std::string value_text(Enum value) {
  return std::string(name(value));
}

/// The options of a struct, each declared once: name, limits and words here, the default
/// in the member's initialiser or in `defaults`, the type and what is chosen among by the member.
template <typename Struct>
class Fields {
 public:
  explicit Fields(Struct defaults = {}) : defaults_(std::move(defaults)) {}

  const Struct& defaults() const { return defaults_; }

  /// Narrows the field just added.
  class Added {
   public:
    explicit Added(Field& field) : field_(field) {}
    Added& range(double lowest, double highest) {
      field_.lowest = lowest;
      field_.highest = highest;
      return *this;
    }
    Added& alias(std::string name) {
      field_.aliases.push_back(std::move(name));
      return *this;
    }
    Added& help(std::string words) {
      field_.help = std::move(words);
      return *this;
    }

   private:
    Field& field_;
  };

  /// The returned narrower is valid until the next add.
  template <typename Member>
  Added add(std::string name, Member Struct::*member) {
    entries_.push_back({});
    Entry& entry = entries_.back();
    entry.field.name = std::move(name);
    entry.field.default_text = value_text(defaults_.*member);
    if constexpr (std::is_same_v<Member, bool>) {
      entry.field.type = Field::Type::Boolean;
      entry.field.choices = {"True", "False"};
      entry.set = [member](Struct& s, const Field& f, std::string_view t) {
        s.*member = parse_boolean(f, t);
      };
    } else if constexpr (Choice<Member>) {
      for (const std::string_view choice : names_of(Member{}))
        entry.field.choices.emplace_back(choice);
      entry.set = [member](Struct& s, const Field& f, std::string_view t) {
        s.*member = *choice_named<Member>(parse_text(f, t));
      };
    } else if constexpr (std::is_integral_v<Member>) {
      entry.field.type = Field::Type::Integer;
      entry.set = [member](Struct& s, const Field& f, std::string_view t) {
        s.*member = parse_integer(f, t);
      };
    } else if constexpr (std::is_floating_point_v<Member>) {
      entry.field.type = Field::Type::Real;
      entry.set = [member](Struct& s, const Field& f, std::string_view t) {
        s.*member = parse_real(f, t);
      };
    } else {
      entry.set = [member](Struct& s, const Field& f, std::string_view t) {
        s.*member = parse_text(f, t);
      };
    }
    entry.get = [member](const Struct& s) { return value_text(s.*member); };
    return Added(entry.field);
  }

  /// Those of these names alone, over other defaults. Whoever sets one of the others is told that
  /// it means nothing for `whom`.
  Fields only(const std::vector<std::string>& names, Struct defaults, std::string whom) const {
    Fields some(std::move(defaults));
    some.whom_ = std::move(whom);
    for (Entry entry : entries_) {
      const bool is_kept = std::find(names.begin(), names.end(), entry.field.name) != names.end();
      if (is_kept) entry.field.default_text = entry.get(some.defaults_);
      (is_kept ? some.entries_ : some.left_out_).push_back(std::move(entry));
    }
    return some;
  }

  std::vector<Field> list() const {
    std::vector<Field> fields;
    for (const auto& entry : entries_) fields.push_back(entry.field);
    return fields;
  }

  /// The field of this name or alias, or null.
  const Field* find(std::string_view name) const {
    const Entry* entry = entry_of(name, entries_);
    return entry == nullptr ? nullptr : &entry->field;
  }

  /// Sets one option. Throws InvalidArgument: an unknown name (with the nearest known one), or a
  /// value that is not allowed.
  void set(Struct& target, std::string_view name, std::string_view value) const {
    const Entry* entry = entry_of(name, entries_);
    if (entry == nullptr) {
      if (entry_of(name, left_out_) != nullptr) {
        throw Error(Code::InvalidArgument, "hyperparameter {} means nothing for {}; leave it out",
                    name, whom_);
      }
      std::vector<std::string> known;
      for (const auto& e : entries_) known.push_back(e.field.name);
      const std::string meant = did_you_mean(name, known);
      throw Error(Code::InvalidArgument, "there is no hyperparameter {}.{}", name,
                  meant.empty() ? " `sempurna models show ID` lists those of a model" : meant);
    }
    entry->set(target, entry->field, value);
  }

  /// Every option as text, in the order of declaration.
  std::vector<std::pair<std::string, std::string>> values(const Struct& source) const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& entry : entries_) all.emplace_back(entry.field.name, entry.get(source));
    return all;
  }

 private:
  struct Entry {
    Field field;
    std::function<void(Struct&, const Field&, std::string_view)> set;
    std::function<std::string(const Struct&)> get;
  };

  static const Entry* entry_of(std::string_view name, const std::vector<Entry>& among) {
    for (const auto& entry : among) {
      if (entry.field.name == name) return &entry;
      for (const auto& alias : entry.field.aliases) {
        if (alias == name) return &entry;
      }
    }
    return nullptr;
  }

  Struct defaults_;
  std::vector<Entry> entries_;
  std::vector<Entry> left_out_;
  std::string whom_;
};

}  // namespace sempurna
