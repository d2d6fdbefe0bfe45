#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>

#include "base/error.h"
#include "base/failure_json.h"
#include "base/standard_streams.h"
#include "catalog/job_folder.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "onnx/export_onnx.h"
#include "predict/commands.h"
#include "pretrain/pretrain.h"
#include "tensor/cpu.h"
#include "tensor/guard.h"
#include "tensor/memory.h"
#include "train/run_training.h"

namespace sempurna {

namespace {

// The worker's commands are called by `sempurna` and by whoever runs a job folder elsewhere.
int run_worker(int argc, char** argv) {
  CLI::App app("The part of sempurna that computes", "sempurna-worker");
  app.require_subcommand(1);
  std::string folder;
  CLI::App* train = app.add_subcommand("train", "Run the training job in a job folder");
  train->add_option("FOLDER", folder, "The job folder")->required();
  RunOptions run_options;
  train->add_flag("--outlives", run_options.outlives, "Go on when whoever started it is gone");

  CLI::App* inspect =
      app.add_subcommand("inspect", "Build the model in a folder and describe it as JSON");
  inspect->add_option("FOLDER", folder, "A model folder")->required();

  CLI::App* preview =
      app.add_subcommand("preview", "Some of the training data as a model would see them");
  preview->add_option("REQUEST", folder, "What is asked for, as JSON")->required();

  CLI::App* suggest =
      app.add_subcommand("suggest", "Which models suit some data, by their frozen features");
  suggest->add_option("REQUEST", folder, "What is asked for, as JSON")->required();

  EvaluateOptions evaluate_options;
  CLI::App* evaluate = app.add_subcommand("evaluate", "Measure a model on labelled data");
  evaluate->add_option("ARCHIVE", evaluate_options.archive, "A model.tar.gz or its unpacked folder")
      ->required();
  evaluate->add_option("--data", evaluate_options.data, "The data")->required();
  evaluate->add_option_function<std::string>(
      "--on-bad-data",
      [&](const std::string& text) {
        const auto choice = choice_named<OnBadData>(text);
        if (!choice) throw CLI::ValidationError("--on-bad-data", "must be refuse or skip");
        evaluate_options.on_bad_data = *choice;
      },
      "refuse or skip");
  evaluate->add_flag("--json", evaluate_options.json, "Machine-readable output");

  PredictOptions predict_options;
  CLI::App* predict = app.add_subcommand("predict", "The class of pictures or texts");
  predict->add_option("ARCHIVE", predict_options.archive, "A model.tar.gz or its unpacked folder")
      ->required();
  predict->add_option("INPUT", predict_options.inputs, "As sempurna predict takes them")
      ->required();
  bool predict_json = false;
  bool predict_csv = false;
  predict->add_flag("--json", predict_json, "One JSON object a line");
  predict->add_flag("--csv", predict_csv, "One record a line");

  ExportOptions export_options;
  CLI::App* to_onnx = app.add_subcommand("export", "A model as ONNX");
  to_onnx->add_option("ARCHIVE", export_options.archive, "A model.tar.gz or its unpacked folder")
      ->required();
  to_onnx->add_option("--output", export_options.output, "The folder to make")->required();

  ServeModelOptions serve_options;
  CLI::App* serve = app.add_subcommand("serve", "Answer /ping and /invocations for a model");
  serve->add_option("ARCHIVE", serve_options.archive, "A model.tar.gz or its unpacked folder")
      ->required();
  serve->add_option("--address", serve_options.address, "Where to listen");
  serve->add_option("--port", serve_options.port, "At which port; 0: any free one");
  serve->add_option("--socket", serve_options.socket, "A Unix socket instead");

  std::string recipe;
  std::string data;
  CLI::App* make = app.add_subcommand("pretrain", "Make a bundled model from its recipe");
  make->add_option("RECIPE", recipe, "models/<id>/recipe.yaml")->required();
  make->add_option("DATA", data, "The folder that the recipe's paths begin in")->required();
  make->add_option("OUTPUT", folder, "The model's folder, which is not there yet")->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  }
  if (predict_json) predict_options.format = PredictFormat::Json;
  if (predict_csv) predict_options.format = PredictFormat::Csv;
  int status = 0;
  try {
    with_torch_errors([&] {
      if (train->parsed()) status = run_training(JobFolder{folder}, run_options);
      if (inspect->parsed()) status = inspect_model(folder);
      if (preview->parsed()) status = preview_examples(fs::path(folder));
      if (suggest->parsed()) status = suggest_models(fs::path(folder));
      if (evaluate->parsed()) status = evaluate_model(evaluate_options);
      if (to_onnx->parsed()) status = export_onnx(export_options);
      if (make->parsed()) pretrain(recipe, data, folder);
      if (serve->parsed()) status = serve_model(serve_options);
      if (predict->parsed()) status = predict_inputs(predict_options);
    });
    finish_output();
  } catch (const std::exception& error) {
    if (is_broken_pipe(error)) return kBrokenPipeStatus;
    // The command line shows this sentence as its own.
    const std::string sentence = with_s3_places(error.what(), home_folder());
    if (evaluate_options.json || predict_json) {
      const auto* known = dynamic_cast<const Error*>(&error);
      const Code code = known != nullptr ? known->code() : Code::Internal;
      say("{}", failure_json(code, sentence));
    }
    std::fflush(stdout);
    const bool own = train->parsed() || inspect->parsed() || preview->parsed() || suggest->parsed();
    tell("{}: {}\n", own ? "sempurna-worker" : "sempurna", sentence);
    return 1;
  }
  return status;
}

}  // namespace

}  // namespace sempurna

int main(int argc, char** argv) {
  sempurna::guard_standard_streams();
  sempurna::restart_in_good_environment(argv);
  sempurna::keep_freed_memory();
  return sempurna::run_worker(argc, argv);
}
