#include "pretrain/encoder_folder.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>

#include "models/architectures.h"
#include "weights/checkpoint.h"

namespace sempurna {

EncoderFolder open_encoder(const fs::path& folder, uint64_t seed) {
  EncoderFolder encoder;
  encoder.tokenizer = load_tokenizer(folder);
  const Checkpoint checkpoint = Checkpoint::open(folder);
  const Json config = read_json(folder / "config.json");
  encoder.model = build_model({config, &checkpoint, 2, true, seed});
  for (const Parameter& parameter : encoder.model->parameters()) {
    if (parameter.part == Part::Backbone) encoder.backbone.push_back(parameter);
  }
  encoder.features = config.at("hidden_size").get<int64_t>();
  return encoder;
}

void add_pooler(EncoderFolder& encoder) {
  constexpr std::string_view kPooler = "bert.pooler.dense.";
  const bool has_one =
      std::any_of(encoder.backbone.begin(), encoder.backbone.end(),
                  [&](const Parameter& parameter) { return parameter.name.starts_with(kPooler); });
  if (has_one) return;
  encoder.backbone.push_back({fmt::format("{}weight", kPooler), at::eye(encoder.features) / 2});
  encoder.backbone.push_back({fmt::format("{}bias", kPooler), at::zeros({encoder.features})});
}

}  // namespace sempurna
