#include <array>

#include "accepts.h"
#include "base/json_map.h"
#include "text/tokenizer_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sempurna;
  // What follows a zero byte, if there is one, is a text to encode.
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view json = bytes.substr(0, bytes.find('\0'));
  const std::string_view text = bytes.substr(std::min(json.size() + 1, bytes.size()));
  accepts([&] {
    const Tokenizer tokenizer(parts_from_tokenizer_json(parse_json_map(json, "fuzz"), {}, "fuzz"));
    const auto check = [&](const std::vector<int32_t>& ids) {
      for (const int32_t id : ids) {
        ensure(id >= 0 && static_cast<size_t>(id) < tokenizer.vocabulary_size(), "ids are known");
      }
    };
    for (const std::string_view sample :
         {text,
          std::string_view("The [MASK] cat's  \u00C9t\u00E9 \u4E2D\u6587 1,234 \xFF\xE2\x82 x</s>"),
          std::string_view("")}) {
      check(tokenizer.encode_raw(sample));
      const size_t length = tokenizer.special_token_count() + 5;
      const auto cut = tokenizer.encode(sample, length);
      ensure(cut.size() <= length, "a text is cut");
      check(cut);
    }
  });
  return 0;
}
