#pragma once

#include <memory>
#include <vector>

#include "base/files.h"
#include "models/model.h"
#include "text/tokenizer.h"

namespace sempurna {

/// An encoder between two stages of its pretraining.
struct EncoderFolder {
  std::unique_ptr<Tokenizer> tokenizer;
  std::unique_ptr<Model> model;     ///< with a head that nobody looks at
  std::vector<Parameter> backbone;  ///< the rest of it
  int64_t features = 0;             ///< F
};

/// A folder with tokenizer, config.json and model.safetensors; what the last lacks begins by
/// `seed`.
EncoderFolder open_encoder(const fs::path& folder, uint64_t seed);

/// Gives the backbone a pooler where it has none, for language modelling has no use for one: it
/// passes the first token's state on, as tanh(x / 2), so that a layer over frozen features is over
/// what the stages taught that state.
void add_pooler(EncoderFolder& encoder);

}  // namespace sempurna
