#include <memory>

#include "base/error.h"
#include "catalog/job_folder.h"
#include "cli/client_store.h"
#include "cli/command.h"
#include "http/address.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

struct Options {
  std::string archive;
  std::string listen = "127.0.0.1:8080";
};

}  // namespace

Command add_serve_model(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app = root.add_subcommand(
      "serve-model", "Answer for one model over HTTP, as SageMaker's containers do");
  app->add_option("ARCHIVE", options->archive,
                  "A model.tar.gz, here or in S3, its unpacked folder, or a job's folder")
      ->required();
  app->add_option("--listen", options->listen,
                  "ADDRESS:PORT, whose POST /invocations answers and GET /ping says it is well; "
                  "port 0 is any free one")
      ->capture_default_str();
  app->footer(
      "`curl --data-binary @flower.jpg -H 'Content-Type: application/x-image' "
      "http://127.0.0.1:8080/invocations`\n"
      "Texts are application/x-text; `-H 'Accept: application/json;verbose'` adds the "
      "classes.\nWhoever reaches the address is answered, without a signature: listen where only "
      "yours reach it.");
  return {app, [options]() -> int {
            const auto at = read_address(options->listen);
            if (!at) {
              throw Error(Code::InvalidArgument,
                          "--listen is '{}', but must be ADDRESS:PORT, as in 0.0.0.0:8080",
                          options->listen);
            }
            become_worker({"serve", "--address", at->host, "--port", std::to_string(at->port), "--",
                           model_of(local_copy(options->archive, say_on_error_stream))});
          }};
}

}  // namespace sempurna
