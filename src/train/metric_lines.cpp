#include "train/metric_lines.h"

#include <fmt/core.h>

#include "train/tasks.h"

namespace sempurna {

namespace {

/// Of the model, not of how it was trained.
bool is_metric(const std::pair<std::string, std::optional<double>>& figure) {
  return figure.second && figure.first != "learning_rate" && figure.first != "penalty";
}

// Fixed notation: the expressions know digits and points only.
std::string colon(const std::string& name, double value) {
  return fmt::format("- {}: {:.4f}", name, value);
}

std::string equals(const std::string& name, double value) {
  return fmt::format("{}={:.4f}", name, value);
}

}  // namespace

std::string epoch_line(Task task, int64_t epochs, const EpochRecord& record) {
  std::string line = fmt::format("Epoch {}/{}", record.epoch, epochs);
  for (const auto& figure : record.figures) {
    if (is_metric(figure)) line += " " + colon(figure.first, *figure.second);
  }
  if (training_of(task).logs_assignments) {
    for (const auto& figure : record.figures) {
      if (is_metric(figure)) line += " " + equals(figure.first, *figure.second);
    }
  }
  return line + "\n";
}

std::string result_lines(Task task, const Figures& figures) {
  std::string lines;
  for (const auto& figure : figures) {
    if (!is_metric(figure)) continue;
    lines += colon(figure.first, *figure.second);
    if (training_of(task).logs_assignments) lines += " " + equals(figure.first, *figure.second);
    lines += "\n";
  }
  return lines;
}

std::string test_lines(Task task, const Figures& figures) {
  std::string lines;
  for (const auto& figure : figures) {
    if (!is_metric(figure)) continue;
    lines += colon("Test " + figure.first, *figure.second);
    if (training_of(task).logs_assignments)
      lines += " " + equals("test_" + figure.first, *figure.second);
    lines += "\n";
  }
  return lines;
}

}  // namespace sempurna
