#include <memory>

#include "catalog/job_folder.h"
#include "cli/client_store.h"
#include "cli/command.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

struct Options {
  std::string archive;
  std::vector<std::string> inputs;
  bool json = false;
  bool csv = false;
};

}  // namespace

Command add_predict(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app = root.add_subcommand("predict", "The class of pictures or texts");
  app->add_option("ARCHIVE", options->archive,
                  "A model.tar.gz, here or in S3, its unpacked folder, or a job's folder")
      ->required();
  app->add_option(
         "INPUT", options->inputs,
         "Picture files, or folders of them; texts, or a data.csv; or - for texts or names "
         "of pictures on standard input, one a line")
      ->required();
  CLI::Option* json =
      app->add_flag("--json", options->json,
                    "One object for each input: {\"input\", \"probabilities\", \"labels\", "
                    "\"predicted_label\"}, or {\"input\", \"error\"}");
  app->add_flag("--csv", options->csv,
                "One record for each input: file, row, text, predicted_label, probability, error")
      ->excludes(json);
  return {app, [options] {
            std::vector<std::string> arguments = {
                "predict", model_of(local_copy(options->archive, say_on_error_stream))};
            if (options->json) arguments.emplace_back("--json");
            if (options->csv) arguments.emplace_back("--csv");
            arguments.emplace_back("--");
            arguments.insert(arguments.end(), options->inputs.begin(), options->inputs.end());
            return run_worker_command(arguments);
          }};
}

}  // namespace sempurna
