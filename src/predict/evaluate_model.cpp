#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/standard_streams.h"
#include "base/usable_threads.h"
#include "dataset/source.h"
#include "dataset/statistics.h"
#include "predict/commands.h"
#include "predict/predictor.h"
#include "train/batch_examples.h"
#include "train/evaluate.h"

namespace sempurna {

namespace {

DataPart open_data(const Predictor& predictor, const EvaluateOptions& options, int threads) {
  const fs::path source = find_source(options.data, predictor.task());
  JobDataOptions how;
  how.task = predictor.task();
  how.hyperparameters = predictor.hyperparameters();
  how.hyperparameters.on_bad_data = options.on_bad_data;
  how.model_folder = predictor.parent().folder;
  // Measured as a test channel: it may lack classes that the model knows, but has no others.
  how.classes = predictor.labels();
  how.threads = threads;
  return training_of(predictor.task()).measured(source.string(), how);
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
  const DataPart data = open_data(predictor, options, threads);
  BatchExamples examples(*data.source, threads, predictor.device());
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
