#include <algorithm>
#include <map>

#include "api/sagemaker/sagemaker.h"
#include "api/sempurna/handlers.h"
#include "api/sempurna/page_of_items.h"
#include "api/sempurna/readable.h"
#include "jobs/training_jobs.h"
#include "report/validation_record.h"

namespace sempurna::own {

namespace {

constexpr int64_t kMostInPage = 100;

/// Of a job that the caller may see; empty before its first validation.
std::optional<ValidationRecord> record_of(Operation& op) {
  const std::string name = op.required("TrainingJobName");
  authorize(op.services, op.call, "sagemaker:DescribeTrainingJob",
            sagemaker::training_job_arn(op.services.config, name));
  const auto job = op.services.jobs->find(name);
  if (!job) throw JsonError("ResourceNotFound", "There is no training job '{}'", name);
  const fs::path file = validation_file(job->folder);
  std::error_code none;
  // A link would be a worker's own doing.
  if (!fs::is_regular_file(fs::symlink_status(file, none))) return std::nullopt;
  return from_json<ValidationRecord>(read_json(file), file.filename().string());
}

Json to_members(const ValidationRecord& record) {
  std::map<std::pair<std::string_view, std::string_view>, int64_t> listed;
  for (const WrongAnswer& item : record.items) ++listed[{item.label, item.predicted}];
  Json cells = Json::array();
  for (const ValidationCell& cell : record.cells) {
    cells.push_back({{"Label", cell.label},
                     {"Predicted", cell.predicted},
                     {"Count", cell.count},
                     {"Listed", listed[{cell.label, cell.predicted}]}});
  }
  return {{"Epoch", record.epoch},       {"IsKept", record.is_kept},
          {"Examples", record.examples}, {"Listed", record.items.size()},
          {"Labels", record.labels},     {"Cells", std::move(cells)}};
}

/// s3://… of the object that an example lies in; empty where nobody knows.
std::string place_of(const WrongAnswer& item, const ValidationRecord& record) {
  for (const auto& [channel, place] : record.places) {
    if (channel != item.channel || !place.starts_with("s3://")) continue;
    if (item.row > 0) return place;
    return place + (place.ends_with('/') ? "" : "/") + item.file;
  }
  return "";
}

Json to_members(const WrongAnswer& item, const std::string& place, bool is_readable) {
  Json json = {{"Label", item.label},
               {"Predicted", item.predicted},
               {"LabelProbability", item.label_probability.value_or(0)},
               {"PredictedProbability", item.predicted_probability.value_or(0)},
               {"IsReadable", is_readable}};
  if (!place.empty()) json["S3Uri"] = place;
  if (item.row > 0) json["Row"] = item.row;
  // What it says is for whoever may read where it stands.
  if (is_readable && item.row > 0) json["Text"] = item.text;
  return json;
}

/// Of one cell, or of all, in the order that was asked for.
std::vector<WrongAnswer> asked_items(const Operation& op, const ValidationRecord& record) {
  const std::string order = op.text("Order").empty() ? "Worst" : op.text("Order");
  const std::string label = op.text("Label");
  const std::string predicted = op.text("Predicted");
  std::vector<WrongAnswer> items;
  for (const WrongAnswer& item : record.items) {
    if ((label.empty() || item.label == label) &&
        (predicted.empty() || item.predicted == predicted)) {
      items.push_back(item);
    }
  }
  put_in_order(items, order);
  return items;
}

}  // namespace

Json describe_validation(Operation& op) {
  const auto record = record_of(op);
  return record ? to_members(*record) : Json::object();
}

Json list_validation_items(Operation& op) {
  const auto record = record_of(op).value_or(ValidationRecord());
  const auto most = op.number("MaxResults", 24, 1, kMostInPage);
  const ItemsPlace from = ItemsPlace::of_text(op.text("NextToken"), record.epoch);
  const std::vector<WrongAnswer> items = asked_items(op, record);
  Json output = {{"Epoch", record.epoch}, {"Items", Json::array()}};
  const size_t end = std::min(items.size(), from.offset + static_cast<size_t>(most));
  ReadableObjects readable(op);
  for (size_t k = from.offset; k < end; ++k) {
    const std::string place = place_of(items[k], record);
    output["Items"].push_back(to_members(items[k], place, readable.has(place)));
  }
  if (end < items.size()) output["NextToken"] = ItemsPlace{record.epoch, end}.text();
  return output;
}

}  // namespace sempurna::own
