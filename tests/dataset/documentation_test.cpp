#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

// Codes are part of the interface: docs/data.md lists each that the sources give, and no other.
TEST(Documentation, ListsEveryFindingCode) {
  const fs::path root = source_tree();
  std::set<std::string> given = {"columns",
                                 "encoding",
                                 "imbalance",
                                 "model",
                                 "separator",
                                 "unreadable",
                                 "shared-with-training",
                                 "shared-with-validation"};
  const std::regex quoted("\"([a-z0-9]+(-[a-z0-9]+)+)\"");
  std::vector<fs::path> sources;
  for (const fs::path& folder : {root / "src" / "dataset", root / "src" / "train" / "tasks"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".cpp") sources.push_back(entry.path());
    }
  }
  for (const fs::path& file : sources) {
    const std::string source = read_file(file);
    for (std::sregex_iterator at(source.begin(), source.end(), quoted), end; at != end; ++at) {
      given.insert((*at)[1]);
    }
  }

  const std::string page = read_file(root / "docs" / "data.md");
  std::set<std::string> listed;
  const std::regex row("\\n\\| (`[^|]*) \\| (error|warning|fact)");
  const std::regex code("`([a-z0-9-]+)`");
  for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) {
    const std::string codes = (*at)[1];
    for (std::sregex_iterator c(codes.begin(), codes.end(), code); c != end; ++c) {
      listed.insert((*c)[1]);
    }
  }
  EXPECT_EQ(given, listed);
}

}  // namespace
}  // namespace sempurna
