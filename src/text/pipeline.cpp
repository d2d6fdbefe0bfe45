#include "text/pipeline.h"

#include <utility>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kMaxGrowth = 100;

}  // namespace

SplitTokens split_tokens(std::vector<AddedToken> tokens,
                         const std::vector<Normalizer>& normalizers) {
  std::vector<AddedToken> raw;
  std::vector<AddedToken> normalized;
  for (auto& token : tokens) {
    if (token.normalized && !normalizers.empty()) {
      for (const auto& normalizer : normalizers) normalizer(token.content);
      normalized.push_back(std::move(token));
    } else {
      raw.push_back(std::move(token));
    }
  }
  return {AddedTokens(std::move(raw)), AddedTokens(std::move(normalized))};
}

Pipeline::Pipeline(std::vector<Normalizer> normalizers, AddedTokens added,
                   std::vector<PreTokenizer> pre_tokenizers, std::unique_ptr<PieceModel> model)
    : normalizers_(std::move(normalizers)),
      added_(std::move(added)),
      pre_tokenizers_(std::move(pre_tokenizers)),
      model_(std::move(model)) {}

void Pipeline::append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const {
  std::string normalized;
  if (!normalizers_.empty()) {
    normalized = text;
    for (const auto& normalizer : normalizers_) {
      normalizer(normalized);
      if (normalized.size() > kMaxGrowth * (text.size() + 1)) {
        throw Error(Code::DataCorrupt,
                    "the tokenizer's normalizers make a text of {} bytes {} bytes long; its "
                    "tokenizer.json is damaged or hostile",
                    text.size(), normalized.size());
      }
    }
    text = normalized;
  }
  size_t at = 0;
  while (at < text.size() && ids.size() < limit) {
    const auto match = added_.find(text, at);
    const size_t end = match ? match->begin : text.size();
    if (end > at) append_pieces(text.substr(at, end - at), 0, limit, ids);
    if (!match) break;
    ids.push_back(match->id);
    at = match->end;
  }
}

bool Pipeline::append_pieces(std::string_view text, size_t step, size_t limit,
                             std::vector<int32_t>& ids) const {
  if (step == pre_tokenizers_.size()) {
    model_->append_ids(text, ids);
    return ids.size() < limit;
  }
  return pre_tokenizers_[step](
      text, [&](std::string_view piece) { return append_pieces(piece, step + 1, limit, ids); });
}

}  // namespace sempurna
