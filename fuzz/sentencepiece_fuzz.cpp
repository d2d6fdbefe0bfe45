#include "accepts.h"
#include "text/sentencepiece_model.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sempurna;
  accepts([&] {
    const SentencePieceModel model({reinterpret_cast<const char*>(data), size}, "fuzz");
    for (const std::string_view text : {"The cat's  \u00C9t\u00E9 \u4E2D\u6587 1,234 \u2581 <0x41>",
                                        "aaaaabbbbb aku [URL]", ""}) {
      std::vector<int32_t> ids;
      model.append_ids(text, ~size_t{0}, ids);
      for (const int32_t id : ids) {
        ensure(id >= 0 && static_cast<size_t>(id) < model.size(), "ids are known");
      }
      for (const auto& piece : model.encode_pieces(text)) touch(std::as_bytes(std::span(piece)));
    }
  });
  return 0;
}
