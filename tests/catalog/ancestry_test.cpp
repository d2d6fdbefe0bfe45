#include "catalog/ancestry.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(Ancestry, NamesTheParentAndTheChain) {
  const Ancestry card{{"sempurna-ic-small"}, "research"};
  EXPECT_EQ(card.parent(), "sempurna-ic-small");
  EXPECT_EQ(card.chain(), "sempurna-ic-small");
  const Ancestry third{{"sempurna-ic-small", "first", "second"}, "research"};
  EXPECT_EQ(third.parent(), "second");
  EXPECT_EQ(third.chain(), "sempurna-ic-small → first → second");
  EXPECT_EQ(Ancestry{}.parent(), "");
}

TEST(Ancestry, IsReadAsItWasWritten) {
  const Ancestry written{{"card", "first"}, "Apache-2.0"};
  Json json = to_json(written);
  json["format"] = 1;
  const Ancestry read = from_json<Ancestry>(json, "training.json");
  EXPECT_EQ(read.names, written.names);
  EXPECT_EQ(read.licence, written.licence);
  EXPECT_TRUE(from_json<Ancestry>(Json::object(), "training.json").names.empty());
  expect_error(Code::DataCorrupt, "training.json: its member \"lineage[0]\" must be text", [] {
    from_json<Ancestry>({{"lineage", {1, 2}}}, "training.json");
  });
  expect_error(Code::DataCorrupt, "training.json: its member \"licence\" must be text", [] {
    from_json<Ancestry>({{"licence", 1}}, "training.json");
  });
}

}  // namespace
}  // namespace sempurna
