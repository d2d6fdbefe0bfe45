#include "jobs/own_cards.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "catalog/locations.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

class OwnCards : public testing::Test {
 protected:
  OwnCards() {
    ::setenv("SEMPURNA_HOME", home_.path().c_str(), 1);
    make_folders(models());
  }
  ~OwnCards() override { ::unsetenv("SEMPURNA_HOME"); }

  fs::path models() const { return home_.path() / "models"; }
  static Card card(const std::string& id) {
    Card card;
    card.id = id;
    card.name = "Ours: \"flowers\", 2.0";
    card.task = Task::TextClassification;
    card.family = "bert";
    card.description = "A model of ours.";
    card.licence = "unknown";
    card.private_hub = "team";
    card.version = "2.0.1";
    card.keywords = {"own", "kata: kunci"};
    return card;
  }
  fs::path made() const {
    const fs::path folder = models() / ".made" / "model";
    make_folders(folder);
    write_file_atomic(folder / "config.json", "{}");
    return folder;
  }
  static std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (!entry.path().filename().string().starts_with('.'))
        names.push_back(entry.path().filename());
    }
    return names;
  }

  TemporaryFolder home_;
};

TEST_F(OwnCards, AreReadAsTheyWereInstalled) {
  EXPECT_EQ(install_card(made(), card("ours")).folder, models() / "ours");
  const Card* found = nullptr;
  const Catalog catalog = Catalog::open(share_folder(), home_.path());
  found = catalog.find("ours");
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->here());
  EXPECT_EQ(to_json(*found), to_json([&] {
              Card same = card("ours");
              same.folder = found->folder;
              return same;
            }()));
  EXPECT_EQ(found->version, "2.0.1");
  EXPECT_EQ(found->keywords, card("ours").keywords);
}

TEST_F(OwnCards, OneThatIsThereIsNotReplaced) {
  install_card(made(), card("ours"));
  expect_error(Code::AlreadyExists, (models() / "ours").string() + " already",
               [&] { install_card(made(), card("ours")); });
  EXPECT_EQ(names_in(models()), std::vector<std::string>{"ours"});
}

TEST_F(OwnCards, AreRemovedWhole) {
  const Card installed = install_card(made(), card("ours"));
  EXPECT_GT(remove_card(installed), 2);
  EXPECT_EQ(names_in(models()), std::vector<std::string>{});
  expect_error(Code::NotFound, "ours has no files on this machine",
               [&] { remove_card(installed); });
  const Catalog catalog = Catalog::open(share_folder(), home_.path());
  expect_error(Code::InvalidArgument, "comes with sempurna and is not removed",
               [&] { remove_card(catalog.at(kDefaultCard)); });
}

}  // namespace
}  // namespace sempurna
