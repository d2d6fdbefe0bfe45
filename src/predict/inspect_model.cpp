#include <fmt/format.h>

#include <cstdio>

#include "image/preprocess.h"
#include "models/architectures.h"
#include "predict/commands.h"
#include "text/tokenizer.h"
#include "train/parent_model.h"

namespace sempurna {

int inspect_model(const fs::path& folder) {
  const ParentModel parent = open_parent(folder);
  const Checkpoint checkpoint = Checkpoint::open(folder);
  // Two classes of its own stand for the classes of the data that is not there yet.
  const auto model = build_model({parent.config, &checkpoint, 2, true, 0});
  int64_t parameters = 0;
  for (const Parameter& parameter : model->parameters()) {
    if (parameter.buffer) continue;
    parameters += parameter.tensor.numel();
    if (parameter.fresh && parameter.part == Part::Backbone) {
      throw Error(Code::DataCorrupt, "{} lacks the weights {}", folder.string(), parameter.name);
    }
  }
  // What else a job will need must be there too.
  if (parent.task == Task::TextClassification) {
    load_tokenizer(folder);
  } else {
    load_preprocessing(folder);
  }
  Json facts = {
      {"family", parent.model_type}, {"task", name(parent.task)}, {"parameters", parameters}};
  if (parent.labels) facts["labels"] = *parent.labels;
  fmt::print("{}\n", to_line(facts));
  return 0;
}

}  // namespace sempurna
