
#include "base/error.h"
#include "base/files.h"
#include "base/standard_streams.h"
#include "base/usable_threads.h"
#include "catalog/families.h"
#include "catalog/preview_request.h"
#include "predict/commands.h"
#include "train/tasks.h"

namespace sempurna {

int preview_examples(const fs::path& file) {
  const PreviewRequest request = read_preview_request(read_json(file));
  JobDataOptions options;
  options.task = request.task;
  options.hyperparameters =
      read_hyperparameters({request.task, model_type_of(read_json(request.model / "config.json"))},
                           {}, request.hyperparameters);
  options.model_folder = request.model;
  options.threads = usable_threads();
  const Channels channels{request.training.string(), "", ""};
  say("{}\n", to_line(training_of(request.task).preview(channels, options, request.most)));
  return 0;
}

}  // namespace sempurna
