#include <memory>

#include "catalog/job_folder.h"
#include "cli/client_store.h"
#include "cli/command.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

struct Options {
  std::string archive;
  std::string data;
  bool json = false;
  std::string on_bad_data = "refuse";
};

}  // namespace

Command add_evaluate(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app = root.add_subcommand(
      "evaluate",
      "Accuracy, per-class precision, recall and F1, and the confusion matrix on labelled data");
  app->add_option("ARCHIVE", options->archive,
                  "A model.tar.gz, here or in S3, its unpacked folder, or a job's folder")
      ->required();
  app->add_option("--data", options->data, "A folder of class folders, or a data.csv")->required();
  app->add_option("--on-bad-data", options->on_bad_data,
                  "refuse or skip examples that cannot be read")
      ->check(CLI::IsMember({"refuse", "skip"}))
      ->capture_default_str();
  app->add_flag("--json", options->json, "Machine-readable output");
  return {app, [options] {
            const std::string archive = model_of(local_copy(options->archive, say_on_error_stream));
            const std::string data = local_copy(options->data, say_on_error_stream);
            std::vector<std::string> arguments = {
                "evaluate", archive, "--data", data, "--on-bad-data", options->on_bad_data};
            if (options->json) arguments.emplace_back("--json");
            return run_worker_command(arguments);
          }};
}

}  // namespace sempurna
