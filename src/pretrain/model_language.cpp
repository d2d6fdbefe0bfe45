#include "pretrain/model_language.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "base/error.h"
#include "models/masked_language.h"
#include "pretrain/masking.h"
#include "pretrain/publish.h"
#include "pretrain/word_cutter.h"
#include "text/tokenizer.h"

namespace sempurna {

namespace {

/// One text as pieces of at most `max_length` tokens, special ones included: language modelling has
/// use for the whole of a long review.
void add_pieces(const Tokenizer& tokenizer, const std::string& text, size_t max_length,
                TokenTexts& pieces) {
  const auto ids = tokenizer.encode_raw(text);
  const size_t body = max_length - 2;
  for (size_t at = 0; at < ids.size(); at += body) {
    std::vector<int32_t> piece = {tokenizer.cls_id()};
    piece.insert(piece.end(), ids.begin() + static_cast<int64_t>(at),
                 ids.begin() + static_cast<int64_t>(std::min(ids.size(), at + body)));
    piece.push_back(tokenizer.sep_id());
    if (piece.size() > 4) pieces.push_back(std::move(piece));
  }
}

MaskingOptions masking_of(const Tokenizer& tokenizer, bool whole_words) {
  MaskingOptions masking;
  masking.vocabulary = static_cast<int32_t>(tokenizer.vocabulary_size());
  masking.mask = tokenizer.mask_id();
  if (!whole_words) return masking;
  masking.inside.resize(tokenizer.vocabulary_size());
  for (int32_t id = 0; id < masking.vocabulary; ++id)
    masking.inside[static_cast<size_t>(id)] = tokenizer.token(id).starts_with(kInside);
  return masking;
}

}  // namespace

void model_language(const TextRecipe& recipe, const std::vector<Texts>& corpora,
                    const WordVectors& vectors, const WordCounts& counts, const fs::path& folder,
                    const StagePlace& place) {
  const auto tokenizer = load_tokenizer(folder);
  TokenTexts pieces;
  for (size_t i = 0; i < corpora.size(); ++i) {
    for (int64_t time = 0; time < recipe.corpora[i].repeat; ++time) {
      for (const auto& text : corpora[i].texts)
        add_pieces(*tokenizer, text, recipe.max_length, pieces);
    }
  }
  if (pieces.empty())
    throw Error(Code::DataCorrupt, "no text of the corpora is long enough to hide a word of it");
  MaskedLanguageModel model({read_json(folder / "config.json"), nullptr, 2, true, recipe.seed});
  if (!vectors.empty()) begin_with(vectors, counts, *tokenizer, model.words(), recipe.seed);
  MaskingOptions masking = masking_of(*tokenizer, recipe.whole_words);
  Order order(static_cast<int64_t>(pieces.size()), mix(recipe.seed, 1));
  const auto draw = [&](int64_t) {
    std::vector<int64_t> positions;
    for (int64_t tokens = 0; tokens < place.stage.batch;) {
      positions.push_back(order.next());
      tokens += static_cast<int64_t>(pieces[static_cast<size_t>(positions.back())].size());
    }
    return positions;
  };
  const auto learn = [&](int64_t step, const std::vector<int64_t>& positions) {
    masking.seed = mix(recipe.seed, 2, static_cast<uint64_t>(step));
    const Masked masked = mask_tokens(pack(pieces, positions), masking);
    const Tensor loss = model.loss(masked.batch, masked.rows, masked.targets,
                                   training_pass(mix(recipe.seed, 3, static_cast<uint64_t>(step))));
    loss.backward();
    return StageLosses{{"loss", loss.item<double>()}};
  };
  run_stage(place, trained(model.parameters()), draw, learn);
  write_half(place.result, model.parameters());
}

}  // namespace sempurna
