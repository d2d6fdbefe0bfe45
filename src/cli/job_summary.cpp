#include "cli/job_summary.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/quantity.h"
#include "base/shown.h"
#include "catalog/ancestry.h"
#include "cli/table.h"

namespace sempurna {

namespace {

// "Trained on: ants (123), bees (121)", as far as a line goes.
std::string class_counts(const Json& facts) {
  constexpr size_t kMost = 12;
  if (!facts.contains("labels") || !facts.contains("training_counts")) return "";
  const Json& labels = facts["labels"];
  std::string text = "Trained on:";
  for (size_t i = 0; i < std::min(labels.size(), kMost); ++i) {
    text += fmt::format("{} {} ({})", i == 0 ? "" : ",", shown(labels[i].get<std::string>()),
                        facts["training_counts"].at(i).get<int64_t>());
  }
  if (labels.size() > kMost) text += fmt::format(" and {} more classes", labels.size() - kMost);
  return text + "\n";
}

// "second (sempurna-ic-small → first → second)", of a card its id alone.
std::string parent_words(const Json& facts) {
  const std::string parent = facts.at("parent_model");
  if (!facts.contains("lineage")) return parent;
  const Ancestry ancestry = ancestry_from_json(facts, "job.json");
  return ancestry.names.size() < 2 ? parent : parent + " (" + ancestry.chain() + ")";
}

}  // namespace

std::string summary(const Json& facts) {
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("{:<18} {}\n", name, value);
  };
  const auto path = [](const Json& value) {
    const fs::path whole = value.get<std::string>();
    const fs::path near = whole.lexically_relative(fs::current_path());
    return near.empty() || near.string().starts_with("..") ? whole.string() : near.string();
  };
  line("Parent model", parent_words(facts));
  line("Training job", facts["training_job_name"]);
  line("Training job ARN", facts["training_job_arn"]);
  line("Training time", duration_text(facts["training_seconds"]));
  line("Output", path(facts["output"]));
  if (facts.contains("message")) text += "\n" + facts["message"].get<std::string>() + "\n";
  for (const Json& sentence : facts.value("advice", Json::array())) {
    text += wrapped(sentence.get<std::string>(), 0);
  }
  text += class_counts(facts);
  if (const std::string licence = facts.value("licence", ""); !licence.empty())
    text += "Licence of the parent model: " + licence + "\n";
  if (fs::exists(facts["report"].get<std::string>()))
    text += "Report: " + path(facts["report"]) + "\n";
  return text;
}

}  // namespace sempurna
