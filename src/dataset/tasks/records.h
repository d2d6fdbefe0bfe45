#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "base/ascii.h"
#include "dataset/statistics.h"
#include "dataset/tasks.h"

namespace sempurna {

TaskData image_classification_data();
TaskData text_classification_data();

/// The part of a check's result that is told.
template <typename Dataset>
CheckOutcome outcome_of(Checked<Dataset> checked) {
  CheckOutcome outcome;
  const auto add = [&](const char* name, const std::optional<Dataset>& dataset) {
    if (!dataset) return;
    auto classes = class_names(*dataset);
    auto counts = count_classes(class_indices(*dataset), static_cast<int64_t>(classes.size()));
    outcome.channels.push_back({name, std::move(classes), std::move(counts)});
  };
  add("training", checked.training);
  add("validation", checked.validation);
  add("test", checked.test);
  outcome.findings = std::move(checked.findings);
  return outcome;
}

constexpr auto kBlankLine = "the line is blank";

inline bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Whatever the case of its letters.
inline bool ends_with_one_of(const std::string& name, std::span<const std::string_view> endings) {
  const std::string lower = lower_ascii(name);
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

}  // namespace sempurna
