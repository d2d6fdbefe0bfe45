#include <algorithm>
#include <span>

#include "api/sagemaker/check_places.h"
#include "api/sagemaker/passed_role.h"
#include "api/sempurna/handlers.h"
#include "api/sempurna/staged_data.h"
#include "catalog/card.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "dataset/parts.h"
#include "dataset/tasks.h"

namespace sempurna::own {

namespace {

constexpr size_t kMostFindings = 500;

Json to_members(const Finding& finding) {
  const auto given = [](const std::string& text) { return with_s3_places(text, home_folder()); };
  Json json = {{"Severity", name(finding.severity)},
               {"Code", finding.code},
               {"Message", given(finding.message)}};
  if (!finding.file.empty()) json["File"] = given(finding.file);
  if (finding.row > 0) json["Row"] = finding.row;
  if (!finding.remedy.empty()) json["Remedy"] = given(finding.remedy);
  return json;
}

Json to_members(const CheckedChannel& channel) {
  Json classes = Json::array();
  for (size_t k = 0; k < channel.classes.size(); ++k)
    classes.push_back({{"Name", channel.classes[k]}, {"Count", channel.counts[k]}});
  return {{"ChannelName", channel.name}, {"Classes", std::move(classes)}};
}

Json answer(const CheckOutcome& checked, const Findings& of_places) {
  Findings findings = checked.findings;
  findings.insert(findings.end(), of_places.begin(), of_places.end());
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  const auto count = [&](Severity severity) {
    return std::ranges::count(findings, severity, &Finding::severity);
  };
  Json output = {{"IsFit", !has_errors(findings)},
                 {"Errors", count(Severity::Error)},
                 {"Warnings", count(Severity::Warning)},
                 {"Facts", count(Severity::Fact)}};
  for (const char* list : {"Findings", "Channels"}) output[list] = Json::array();
  for (const Finding& finding : std::span(findings).first(std::min(findings.size(), kMostFindings)))
    output["Findings"].push_back(to_members(finding));
  for (const auto& channel : checked.channels) output["Channels"].push_back(to_members(channel));
  return output;
}

}  // namespace

Json check_dataset(Operation& op) {
  const std::string role_arn = op.required("RoleArn");
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const std::string id = op.required("ModelId");
  const Card& card = card_of(op, catalog, id);
  sagemaker::authorize_role(op, role_arn);
  sagemaker::RoleStore objects = sagemaker::role_store(op, role_arn);
  sagemaker::check_data(op.services, objects, op.required("Training"), card.task, role_arn);
  StagedData staged(op, objects);
  const Channels copies{staged.copy(op.required("Training"), "Training"),
                        staged.copy(op.text("Validation"), "Validation"),
                        staged.copy(op.text("Test"), "Test")};
  const PlacedChannels placed = place_channels(copies, card.task);
  const TaskData& data = data_of(card.task);
  CheckOptions how;
  if (card.here())
    data.judge_by(card.folder, read_hyperparameters(card.kind(), card.hyperparameters, {}), how);
  return answer(data.check(placed.channels, how), placed.findings);
}

}  // namespace sempurna::own
