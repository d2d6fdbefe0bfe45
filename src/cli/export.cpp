#include <memory>

#include "catalog/job_folder.h"
#include "cli/client_store.h"
#include "cli/command.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

struct Options {
  std::string archive;
  std::string to;
  std::string output;
};

}  // namespace

Command add_export(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app = root.add_subcommand("export", "A model for other programs to run");
  app->add_option("ARCHIVE", options->archive,
                  "A model.tar.gz, here or in S3, its unpacked folder, or a job's folder")
      ->required();
  app->add_option("--to", options->to, "onnx: a graph that ONNX Runtime and others run")
      ->check(CLI::IsMember({"onnx"}))
      ->required();
  app->add_option("--output", options->output,
                  "The folder to make; by default the model's name with -onnx behind, here");
  return {app, [options] {
            const std::string folder = options->output.empty()
                                           ? name_of_model(options->archive) + "-" + options->to
                                           : options->output;
            const std::string archive = model_of(local_copy(options->archive, say_on_error_stream));
            return run_worker_command({"export", archive, "--output", folder});
          }};
}

}  // namespace sempurna
