#include "run/preview_examples.h"

#include "base/files.h"
#include "run/ask_worker.h"
#include "run/worker_files.h"

namespace sempurna {

Json preview_examples(const PreviewRequest& request, const std::function<bool()>& is_unwanted) {
  const TemporaryFolder asked;
  const fs::path file = asked.path() / "request.json";
  write_file_atomic(file, to_pretty(to_json(request)));
  FileAccess files = files_of_preview(request.training, request.model);
  files.read.push_back(asked.path());
  return ask_worker({"preview", file.string()},
                    "the worker that prepares examples ended unexpectedly",
                    {.is_unwanted = is_unwanted, .files = &files});
}

}  // namespace sempurna
