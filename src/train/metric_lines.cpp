#include "train/metric_lines.h"

#include <fmt/core.h>

#include "train/tasks.h"

namespace sempurna {

namespace {

bool is_metric(const std::string& name, const Json& value) {
  return value.is_number() && name != "epoch" && name != "learning_rate" && name != "penalty";
}

// Fixed notation: the expressions know digits and points only.
std::string colon(const std::string& name, const Json& value) {
  return fmt::format("- {}: {:.4f}", name, value.get<double>());
}

std::string equals(const std::string& name, const Json& value) {
  return fmt::format("{}={:.4f}", name, value.get<double>());
}

}  // namespace

std::string epoch_line(Task task, int64_t epoch, int64_t epochs, const Json& record) {
  std::string line = fmt::format("Epoch {}/{}", epoch, epochs);
  for (const auto& [name, value] : record.items()) {
    if (is_metric(name, value)) line += " " + colon(name, value);
  }
  if (training_of(task).logs_assignments) {
    for (const auto& [name, value] : record.items()) {
      if (is_metric(name, value)) line += " " + equals(name, value);
    }
  }
  return line + "\n";
}

std::string result_lines(Task task, const Json& record) {
  std::string lines;
  for (const auto& [name, value] : record.items()) {
    if (!is_metric(name, value)) continue;
    lines += colon(name, value);
    if (training_of(task).logs_assignments) lines += " " + equals(name, value);
    lines += "\n";
  }
  return lines;
}

std::string test_lines(Task task, const Json& summary) {
  std::string lines;
  for (const auto& [name, value] : summary.items()) {
    if (!is_metric(name, value)) continue;
    lines += colon("Test " + name, value);
    if (training_of(task).logs_assignments) lines += " " + equals("test_" + name, value);
    lines += "\n";
  }
  return lines;
}

}  // namespace sempurna
