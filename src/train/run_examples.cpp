#include "train/run_examples.h"

#include <chrono>

#include "train/batch_examples.h"
#include "train/stop_signals.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

using Clock = std::chrono::steady_clock;

std::function<void(int64_t, int64_t)> told(Progress& progress, const std::string& part) {
  return [&progress, part, began = Clock::now()](int64_t done, int64_t all) {
    throw_if_stopped();
    const double passed = std::chrono::duration<double>(Clock::now() - began).count();
    const double rate = passed > 0 ? static_cast<double>(done) / passed : 0;
    progress.step({.phase = "features of " + part,
                   .step = done,
                   .steps = all,
                   .items_per_second = rate,
                   .eta_seconds = rate > 0 ? static_cast<double>(all - done) / rate : -1});
  };
}

}  // namespace

RunExamples whole_examples(const JobData& data, int threads, Device device) {
  RunExamples whole;
  whole.training = std::make_unique<BatchExamples>(*data.training.source, threads, device);
  if (data.validation)
    whole.validation = std::make_unique<BatchExamples>(*data.validation->source, threads, device);
  return whole;
}

RunExamples kept_examples(const RunExamples& whole, Model& model, const RunInput& input,
                          const std::string& key, const JobFolder& job, const PassListener& passed,
                          Progress& progress) {
  const Hyperparameters& h = input.plan.hyperparameters;
  RunExamples features;
  const auto keep = [&](ExampleSource& source, const std::string& part, int64_t views,
                        bool augment) {
    FeatureStore::Options options;
    options.folder = job.features() / key.substr(0, 16);
    options.name = part;
    options.key = key;
    options.views = views;
    options.augment = augment;
    options.batch_size = kEvaluationBatch;
    options.precision = input.plan.precision;
    options.place = input.plan.place;
    options.passed = [&](int64_t first, const Examples& examples, const Tensor& computed) {
      passed(source, first, examples, computed);
    };
    features.kept.push_back(
        std::make_unique<FeatureStore>(model, source, options, told(progress, part)));
    return std::make_unique<FeatureSource>(*features.kept.back(), source.labels(), views,
                                           input.plan.place.device);
  };
  features.training = keep(*whole.training, "training", input.views, h.augmentation);
  if (whole.validation) features.validation = keep(*whole.validation, "validation", 1, false);
  return features;
}

}  // namespace sempurna
