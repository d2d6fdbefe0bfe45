#include <memory>

#include "cli/command.h"
#include "cli/s3_copy.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

struct Options {
  std::string archive;
  std::vector<std::string> inputs;
  bool json = false;
};

}  // namespace

Command add_predict(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app = root.add_subcommand("predict", "The class of pictures or texts");
  app->add_option("ARCHIVE", options->archive,
                  "A model.tar.gz, here or in S3, or its unpacked folder")
      ->required();
  app->add_option("INPUT", options->inputs,
                  "Picture files; texts; or - for texts on standard input, one a line (blank "
                  "lines are passed over)")
      ->required();
  app->add_flag("--json", options->json,
                "One object a line: {\"probabilities\",\"labels\",\"predicted_label\"}");
  return {app, [options] {
            std::vector<std::string> arguments = {
                "predict", local_copy(options->archive, say_on_error_stream)};
            if (options->json) arguments.emplace_back("--json");
            arguments.emplace_back("--");
            arguments.insert(arguments.end(), options->inputs.begin(), options->inputs.end());
            return run_worker_command(arguments);
          }};
}

}  // namespace sempurna
