#include "access/circumstances.h"

#include <algorithm>

#include "base/ascii.h"

namespace sempurna {

bool Circumstances::IgnoringCase::operator()(std::string_view a, std::string_view b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return lower_ascii(x) < lower_ascii(y);
  });
}

void Circumstances::add(const std::string& key, const std::string& value) {
  if (!value.empty()) facts_[key] = {value};
}

void Circumstances::add_all(const Circumstances& more) {
  for (const auto& [key, values] : more.facts_) facts_[key] = values;
  later_.insert(later_.begin(), more.later_.begin(), more.later_.end());
}

void Circumstances::later(std::string prefix, std::function<Facts()> find_out) {
  later_.emplace_back(std::move(prefix), std::move(find_out));
}

const Circumstances::Values* Circumstances::find(std::string_view key) const {
  const auto asked = std::find_if(later_.begin(), later_.end(), [&](const auto& one) {
    return same_but_for_case(key.substr(0, one.first.size()), one.first);
  });
  if (asked != later_.end()) {
    const auto first = *asked;
    // The first knows best.
    std::erase_if(later_, [&](const auto& one) { return one.first == first.first; });
    facts_.merge(first.second());
  }
  const auto found = facts_.find(key);
  return found == facts_.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace sempurna
