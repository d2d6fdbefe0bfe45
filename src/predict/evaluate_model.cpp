#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/standard_streams.h"
#include "data/image_source.h"
#include "data/text_source.h"
#include "dataset/check.h"
#include "dataset/source.h"
#include "dataset/statistics.h"
#include "predict/commands.h"
#include "predict/predictor.h"
#include "tensor/cpu.h"
#include "train/batch_examples.h"
#include "train/evaluate.h"

namespace sempurna {

namespace {

/// Labelled examples, numbered as the model's classes are.
struct Data {
  std::unique_ptr<BatchSource> source;
  std::vector<int64_t> counts;
};

template <typename Dataset>
void require_fit(const Checked<Dataset>& checked) {
  if (!has_errors(checked.findings)) return;
  std::string lines;
  for (const auto& line : describe(checked.findings)) lines += "\n" + line;
  throw Error(Code::InvalidArgument, "the data cannot be used:{}", lines);
}

Data open_data(const Predictor& predictor, const EvaluateOptions& options, int threads) {
  const fs::path source = find_source(options.data, predictor.task());
  CheckOptions how;
  how.on_bad_data = options.on_bad_data;
  how.threads = threads;
  // Measured as a test channel: it may lack classes that the model knows, but has no others.
  how.classes = predictor.labels();
  Channels channels;
  channels.test = source.string();
  Data data;
  const auto classes = static_cast<int64_t>(predictor.labels().size());
  if (predictor.task() == Task::ImageClassification) {
    auto checked = check_images(channels, how);
    require_fit(checked);
    data.counts = count_classes(class_indices(*checked.test), classes);
    data.source = std::make_unique<ImageSource>(
        std::move(*checked.test),
        ImageSourceOptions{predictor.preprocessing(), std::nullopt, 0, {}});
  } else {
    auto checked = check_texts(channels, how);
    require_fit(checked);
    const auto tokenizer = load_tokenizer(predictor.parent().folder);
    data.counts = count_classes(class_indices(*checked.test), classes);
    data.source = std::make_unique<TextSource>(
        *checked.test, *tokenizer,
        longest_text(predictor.hyperparameters(), *tokenizer, predictor.parent().config), threads);
  }
  return data;
}

Json report(const Metrics& metrics, const std::vector<std::string>& labels, double baseline) {
  Json classes = Json::array();
  for (size_t i = 0; i < labels.size(); ++i) {
    const ClassMetrics& c = metrics.classes[i];
    classes.push_back({{"label", labels[i]},
                       {"precision", c.precision},
                       {"recall", c.recall},
                       {"f1", c.f1},
                       {"support", c.support}});
  }
  Json json = {{"examples", metrics.examples},
               {"accuracy", metrics.accuracy},
               {"majority_baseline", baseline},
               {"macro_f1", metrics.macro_f1},
               {"loss", metrics.loss},
               {"labels", labels},
               {"classes", classes},
               {"confusion_matrix", metrics.confusion}};
  if (metrics.binary) {
    json["precision"] = metrics.binary->precision;
    json["recall"] = metrics.binary->recall;
    json["auc"] = metrics.binary->auc;
    json["prc"] = metrics.binary->prc;
  }
  return json;
}

void print(const Metrics& metrics, const std::vector<std::string>& labels, double baseline) {
  say("accuracy {:.4f} on {} examples (always answering the commonest class: {:.4f}); macro F1 "
      "{:.4f}\n",
      metrics.accuracy, metrics.examples, baseline, metrics.macro_f1);
  if (metrics.binary) {
    say("precision {:.4f}  recall {:.4f}  auc {:.4f}  prc {:.4f}\n", metrics.binary->precision,
        metrics.binary->recall, metrics.binary->auc, metrics.binary->prc);
  }
  say("\n{:<24} {:>9} {:>9} {:>9} {:>9}\n", "class", "precision", "recall", "F1", "examples");
  for (size_t i = 0; i < labels.size(); ++i) {
    const ClassMetrics& c = metrics.classes[i];
    say("{:<24} {:>9.4f} {:>9.4f} {:>9.4f} {:>9}\n", shown(labels[i]), c.precision, c.recall, c.f1,
        c.support);
  }
  constexpr size_t kMostColumns = 20;
  if (labels.size() > kMostColumns) {
    say("\nThe confusion matrix of {} classes is in --json.\n", labels.size());
    return;
  }
  say("\nconfusion matrix: a row for each true class, a column for each answer\n");
  for (size_t i = 0; i < labels.size(); ++i) {
    say("{:<24}", shown(labels[i]));
    for (const int64_t count : metrics.confusion[i]) say(" {:>6}", count);
    say("\n");
  }
}

}  // namespace

int evaluate_model(const EvaluateOptions& options) {
  Predictor predictor = Predictor::open(options.archive);
  const int threads = usable_threads();
  const Data data = open_data(predictor, options, threads);
  BatchExamples examples(*data.source, threads);
  TrainingPlan plan;
  plan.task = predictor.task();
  plan.loss.binary = predictor.binary_mode();
  constexpr int64_t kBatch = 64;
  const auto classes = static_cast<int64_t>(predictor.labels().size());
  const Predictions predictions = evaluate(predictor.model(), examples, plan, classes, kBatch);
  const Metrics metrics = compute_metrics(predictions, predictor.binary_mode());
  const double baseline = majority_baseline(data.counts, data.counts);
  if (options.json) {
    say("{}", to_pretty(report(metrics, predictor.labels(), baseline)));
  } else {
    print(metrics, predictor.labels(), baseline);
  }
  return 0;
}

}  // namespace sempurna
