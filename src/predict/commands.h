#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "catalog/choices.h"

namespace sempurna {

/// For a person, or one JSON object or RFC 4180 record for each input, errors included.
enum class PredictFormat { Lines, Json, Csv };

struct PredictOptions {
  std::string archive;
  std::vector<std::string> inputs;  ///< as for_each_input() takes them
  PredictFormat format = PredictFormat::Lines;
};

struct EvaluateOptions {
  std::string archive;
  std::string data;
  OnBadData on_bad_data = OnBadData::Refuse;
  bool json = false;
};

struct ServeModelOptions {
  std::string archive;
  std::string address = "127.0.0.1";
  uint16_t port = 8080;
  fs::path socket;  ///< a Unix socket instead of both
};

/// The worker's commands but for training. Each prints its answer and returns the exit status.

/// One answer a line, in the order of the inputs. An input that cannot be read is named, on
/// standard error or in its place; the others are answered, and the status is 1.
int predict_inputs(const PredictOptions& options);

/// Accuracy, figures of each class and the confusion matrix.
int evaluate_model(const EvaluateOptions& options);

/// {"family", "task", "parameters", "labels"} of the model in a folder, once it has been built.
int inspect_model(const fs::path& folder);

/// Some of the training data as a model would see them, as the request in a file asks
/// (run/preview_examples.h): TaskTraining::preview.
int preview_examples(const fs::path& file);

/// Tries the models of a SuggestRequest on a sample of its data and prints a Suggestion as one line
/// (catalog/suggestion.h). Throws InvalidArgument when the data are not fit.
int suggest_models(const fs::path& file);

/// Answers for a model as SageMaker asks of a container, GET /ping and POST /invocations, until
/// SIGTERM or SIGINT; requests on their way are answered first. It listens once the model is ready.
/// Throws what Predictor::open() and HttpServer throw.
int serve_model(const ServeModelOptions& options);

}  // namespace sempurna
