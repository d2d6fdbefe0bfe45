#include "cli/job_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/files.h"
#include "base/quantity.h"
#include "base/shown.h"
#include "catalog/ancestry.h"
#include "catalog/tasks.h"
#include "cli/table.h"
#include "report/run_record.h"
#include "text/foreign_file.h"

namespace sempurna {

namespace {

// "Trained on: ants (123), bees (121)", as far as a line goes.
std::string class_counts(const DataRecord& data) {
  constexpr size_t kMost = 12;
  if (data.labels.empty() || data.training.empty()) return "";
  std::string text = "Trained on:";
  for (size_t i = 0; i < std::min(data.labels.size(), kMost); ++i) {
    text += fmt::format("{} {} ({})", i == 0 ? "" : ",", shown(data.labels[i]), data.training[i]);
  }
  if (data.labels.size() > kMost)
    text += fmt::format(" and {} more classes", data.labels.size() - kMost);
  return text + "\n";
}

// "second (sempurna-ic-small → first → second)", of a card its id alone.
std::string parent_words(const Json& facts, const Ancestry& ancestry) {
  const std::string parent = facts.at("parent_model");
  return ancestry.names.size() < 2 ? parent : parent + " (" + ancestry.chain() + ")";
}

// "Try it: `sempurna predict fine-tuned/first/output/model.tar.gz PICTURE…`"
std::string way_to_try(std::string_view task, const std::string& archive, const std::string& near) {
  if (!fs::is_regular_file(archive)) return "";
  for (const TaskFacts& facts : tasks()) {
    if (name(facts.task) != task) continue;
    std::string example(facts.example);
    std::transform(example.begin(), example.end(), example.begin(), ::toupper);
    return fmt::format("Try it: `sempurna predict {} {}…`\n", shell_quoted(near), example);
  }
  return "";
}

}  // namespace

std::string summary(const Json& facts) {
  const auto result = from_json<RunResult>(facts, "job.json");
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("{:<18} {}\n", name, value);
  };
  const auto path = [](const Json& value) {
    const fs::path whole = value.get<std::string>();
    const fs::path near = whole.lexically_relative(fs::current_path());
    return near.empty() || near.string().starts_with("..") ? whole.string() : near.string();
  };
  line("Parent model", parent_words(facts, result.record.ancestry));
  line("Training job", facts["training_job_name"]);
  line("Training job ARN", facts["training_job_arn"]);
  line("Training time", duration_text(facts["training_seconds"]));
  line("Output", path(facts["output"]));
  if (!result.message.empty()) text += "\n" + wrapped(result.message, 0);
  for (const std::string& sentence : result.advice) text += wrapped(sentence, 0);
  text += class_counts(result.record.data);
  if (const std::string& licence = result.record.ancestry.licence; !licence.empty())
    text += wrapped("Licence of the parent model: " + licence, 0);
  if (fs::exists(facts["report"].get<std::string>()))
    text += "Report: " + path(facts["report"]) + "\n";
  // What went to S3 lies here too.
  const Json& archive = facts.contains("local_output") ? facts["local_output"] : facts["output"];
  return text + way_to_try(result.record.task, archive, path(archive));
}

}  // namespace sempurna
