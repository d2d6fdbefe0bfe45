#include "dataset/class_folders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/error.h"
#include "dataset/picture_folder.h"
#include "support/as_nobody.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ListClassFolders : public ::testing::Test {
 protected:
  fs::path at(const std::string& below) const { return folder_.path() / below; }
  ClassFolders list() const { return list_class_folders(folder_.path()); }
  static std::vector<std::string> paths(const ClassFolders& found) {
    std::vector<std::string> all;
    for (const ClassFile& file : found.files) {
      all.push_back(std::to_string(file.class_index) + " " + file.path);
    }
    return all;
  }

  TemporaryFolder folder_;
};

TEST_F(ListClassFolders, SortsClassesAndFilesByTheirBytes) {
  for (const char* file : {"b/2.jpg", "b/10.jpg", "B/x.png", "a/y.webp", "é/z.jpg", "日本/1.jpg"}) {
    put(at(file), "x");
  }
  const ClassFolders found = list();
  EXPECT_THAT(found.classes, ElementsAre("B", "a", "b", "é", "日本"));
  EXPECT_THAT(paths(found), ElementsAre("0 B/x.png", "1 a/y.webp", "2 b/10.jpg", "2 b/2.jpg",
                                        "3 é/z.jpg", "4 日本/1.jpg"));
  EXPECT_THAT(found.findings, IsEmpty());
}

TEST_F(ListClassFolders, LooksIntoFoldersInsideAClass) {
  put(at("a/inner/deep/1.jpg"), "x");
  put(at("a/2.jpg"), "x");
  fs::create_directories(at("empty"));
  const ClassFolders found = list();
  EXPECT_THAT(found.classes, ElementsAre("a", "empty"));
  EXPECT_THAT(paths(found), ElementsAre("0 a/2.jpg", "0 a/inner/deep/1.jpg"));
}

TEST_F(ListClassFolders, PassesOverHiddenFilesAndLeavings) {
  for (const char* file :
       {"a/1.jpg", "a/.hidden.jpg", "a/Thumbs.db", "a/desktop.ini", ".git/x", "__MACOSX/a/._1.jpg",
        "a/@eaDir/1.jpg", "a/THUMBS.DB", "lost+found/x", "#recycle/1.jpg", "a/#Recycle/1.jpg",
        "System Volume Information/x", "$Recycle.Bin/1.jpg", "@Recycle/1.jpg"}) {
    put(at(file), "x");
  }
  EXPECT_THAT(paths(list()), ElementsAre("0 a/1.jpg"));
  EXPECT_THAT(list().classes, ElementsAre("a"));
  EXPECT_THAT(list().findings, IsEmpty());
}

TEST_F(ListClassFolders, TakesBothSpellingsOfANameForOneClass) {
  put(at("cafe\u0301/1.jpg"), "x");  // as macOS writes it
  put(at("caf\u00e9/2.jpg"), "x");
  put(at("cafez/3.jpg"), "x");
  const ClassFolders found = list();
  EXPECT_THAT(found.classes, ElementsAre("cafez", "caf\u00e9"));
  EXPECT_THAT(paths(found),
              ElementsAre("0 cafez/3.jpg", "1 cafe\u0301/1.jpg", "1 caf\u00e9/2.jpg"));
}

TEST_F(ListClassFolders, SaysThatLooseFilesAreNotUsed) {
  put(at("a/1.jpg"), "x");
  put(at("loose.jpg"), "x");
  put(at("readme.txt"), "x");
  const ClassFolders found = list();
  ASSERT_EQ(found.findings.size(), 1);
  EXPECT_EQ(found.findings[0].code, "loose-file");
  EXPECT_EQ(found.findings[0].file, at("loose.jpg"));
  EXPECT_THAT(found.findings[0].message, HasSubstr("this file and 1 more lie beside"));
}

TEST_F(ListClassFolders, FollowsLinksButNotInACircle) {
  put(at("a/1.jpg"), "x");
  fs::create_directory_symlink(at("a"), at("b"));
  fs::create_directory_symlink(folder_.path(), at("a/round"));
  fs::create_directory_symlink("..", at("a/up"));
  fs::create_symlink("nowhere", at("a/2.jpg"));
  fs::create_symlink("self.jpg", at("a/self.jpg"));
  const ClassFolders found = list();
  EXPECT_THAT(paths(found), ElementsAre("0 a/1.jpg", "1 b/1.jpg"));
  std::vector<std::string> codes;
  for (const Finding& finding : found.findings) codes.push_back(finding.code);
  EXPECT_THAT(codes,
              ElementsAre("broken-link", "repeated-folder", "broken-link", "repeated-folder",
                          "broken-link", "repeated-folder", "broken-link", "repeated-folder"));
}

TEST_F(ListClassFolders, IsNotMultipliedByLinksAmongFolders) {
  // Twelve folders, each linking to all others: followed freely, that is millions of paths.
  for (int i = 0; i < 12; ++i) {
    put(at("a/d" + std::to_string(i) + "/1.jpg"), "x");
    for (int k = 0; k < 12; ++k) {
      if (k == i) continue;
      fs::create_directory_symlink(at("a/d" + std::to_string(k)),
                                   at("a/d" + std::to_string(i) + "/to" + std::to_string(k)));
    }
  }
  EXPECT_EQ(list().files.size(), 12);
}

TEST_F(ListClassFolders, NamesWhatIsNeitherFileNorFolder) {
  put(at("a/1.jpg"), "x");
  ASSERT_EQ(::mkfifo(at("a/pipe.jpg").c_str(), 0600), 0);
  const ClassFolders found = list();
  ASSERT_EQ(found.findings.size(), 1);
  EXPECT_EQ(found.findings[0].code, "special-file");
  EXPECT_EQ(found.files.size(), 1);
}

TEST_F(ListClassFolders, RefusesAClassNameThatIsNotUtf8) {
  put(at("a/1.jpg"), "x");
  put(at("caf\xe9/1.jpg"), "x");
  const ClassFolders found = list();
  EXPECT_THAT(found.classes, ElementsAre("a"));
  ASSERT_EQ(found.findings.size(), 1);
  EXPECT_EQ(found.findings[0].severity, Severity::Error);
  EXPECT_EQ(found.findings[0].code, "class-name");
}

TEST_F(ListClassFolders, NamesAFolderThatMayNotBeRead) {
  put(at("a/secret/1.jpg"), "x");
  fs::permissions(at("a/secret"), fs::perms::none);
  const AsNobody nobody(folder_.path());
  const ClassFolders found = list();
  fs::permissions(at("a/secret"), fs::perms::all);
  ASSERT_EQ(found.findings.size(), 1);
  EXPECT_EQ(found.findings[0].code, "unreadable");
  EXPECT_THAT(found.findings[0].message, HasSubstr("Permission denied"));
}

TEST_F(ListClassFolders, ThrowsWhenThereIsNoSuchFolder) {
  EXPECT_THROW(list_class_folders(at("gone")), Error);
}

}  // namespace
}  // namespace sempurna
