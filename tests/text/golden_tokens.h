#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "support/source_tree.h"

namespace sempurna {

using Ids = std::vector<int32_t>;

inline const fs::path kGolden = source_tree() / "tests/golden/text";
inline const fs::path kTokenizers = kGolden / "tokenizers";

inline const Json& golden() {
  static const Json tokens = read_json(kGolden / "tokens.json");
  return tokens;
}

// Compares with the reference on every text; `encode` gives the ids of one.
template <typename Encode>
void expect_ids(const char* set, const char* member, Encode encode) {
  const Json& texts = golden()["texts"];
  const Json& ids = golden()[set][member];
  ASSERT_EQ(texts.size(), ids.size());
  ASSERT_GE(texts.size(), 200u);
  for (size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(encode(texts[i].get<std::string>()), ids[i].get<Ids>()) << i << ": " << texts[i];
  }
}

/// Beyond any text here.
constexpr size_t kLong = 1 << 20;

}  // namespace sempurna
