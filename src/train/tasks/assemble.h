#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/sha256.h"
#include "baseline/linear_baseline.h"
#include "dataset/check.h"
#include "dataset/statistics.h"
#include "dataset/validation_split.h"
#include "train/job_data.h"

namespace sempurna {

/// What a job does with one kind of data set.
template <typename Dataset>
struct DatasetUse {
  /// The batches of one part, by the part's name.
  std::function<std::unique_ptr<BatchSource>(const Dataset&, const std::string& name)> source;
  /// Holds validation data out.
  Parts<Dataset> (*part_off)(const Dataset&, const JobDataOptions&);
  /// What a linear model, trained on the first, reaches on each of the others.
  std::function<std::vector<double>(
      const Dataset& training, const std::vector<const Dataset*>& held_out, const JobDataOptions&)>
      baseline;
  /// Says where an example of the data set lies.
  std::function<WrongAnswer(int64_t)> (*locator)(const Dataset&, const std::string& channel);
};

/// What the check is asked for a job.
CheckOptions check_options(const JobDataOptions& options);

/// Tells the job how far the baseline is.
BaselineProgress baseline_progress(const JobDataOptions& options);

/// Throws InvalidArgument when there is an error, saying the first and how many there are.
void refuse_errors(const Findings& findings);

/// The same, telling all that was found.
void refuse_all_errors(const Findings& findings);

/// That nothing will be measured, with this validation_split_ratio.
Finding no_validation(double ratio);

/// That nothing can be measured at all.
Finding no_held_out();

template <typename Dataset>
DataPart make_part(const Dataset& dataset, const std::string& name, const std::string& channel,
                   const DatasetUse<Dataset>& use) {
  return {name, use.source(dataset, name),
          count_classes(class_indices(dataset), static_cast<int64_t>(class_names(dataset).size())),
          use.locator(dataset, channel), std::nullopt};
}

/// Makes of a single checked channel, the test data, what a model is measured with.
template <typename Dataset>
DataPart assemble_measured(const Checked<Dataset>& checked, const DatasetUse<Dataset>& use) {
  refuse_all_errors(checked.findings);
  ensure(checked.test.has_value(), "data without errors can be measured with");
  return make_part(*checked.test, "test", "test", use);
}

/// Makes of checked data what a job trains on.
template <typename Dataset>
JobData assemble(Checked<Dataset> checked, const JobDataOptions& options,
                 const DatasetUse<Dataset>& use) {
  if (options.on_finding) {
    for (const auto& finding : checked.findings) options.on_finding(finding);
  }
  refuse_errors(checked.findings);
  ensure(checked.training.has_value(), "data without errors has a training channel");
  const auto& h = options.hyperparameters;
  JobData data;
  data.findings = std::move(checked.findings);
  data.labels = class_names(*checked.training);

  Json hashes = {{"training", data_hash(*checked.training)}, {"labels", data.labels}};
  if (checked.validation) hashes["validation"] = data_hash(*checked.validation);
  if (checked.test) hashes["test"] = data_hash(*checked.test);
  data.hash = sha256_hex(hashes.dump());

  const auto tell = [&](const Finding& finding) {
    data.findings.push_back(finding);
    if (options.on_finding) options.on_finding(finding);
  };
  std::string origin = "validation";
  if (!checked.validation && h.validation_split_ratio > 0) {
    auto parts = use.part_off(*checked.training, options);
    origin = "training";
    data.split = true;
    for (const Finding& finding : parts.findings) tell(finding);
    checked.validation = std::move(parts.validation);
    checked.training = std::move(parts.training);
  }
  Json order = {{"training", order_hash(*checked.training)}};
  if (checked.validation) order["validation"] = order_hash(*checked.validation);
  data.order = sha256_hex(order.dump());
  data.training = make_part(*checked.training, "training", "training", use);
  std::vector<const Dataset*> held_out;
  std::vector<std::optional<double>*> baselines;
  const auto hold_out = [&](const std::optional<Dataset>& dataset, const std::string& name,
                            const std::string& channel, std::optional<DataPart>& part) {
    if (!dataset || dataset->items.empty()) return;
    part = make_part(*dataset, name, channel, use);
    held_out.push_back(&*dataset);
    baselines.push_back(&part->linear_baseline);
  };
  hold_out(checked.validation, "validation", origin, data.validation);
  if (!data.validation) tell(no_validation(h.validation_split_ratio));
  hold_out(checked.test, "test", "test", data.test);
  if (held_out.empty()) return data;
  const auto accuracies = use.baseline(*checked.training, held_out, options);
  for (size_t k = 0; k < accuracies.size(); ++k) *baselines[k] = accuracies[k];
  return data;
}

}  // namespace sempurna
