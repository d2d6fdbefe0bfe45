#include "store/index_writer.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "support/expect_error.h"

namespace sempurna {
namespace {

// Several of each, so that they come to be committed together.
TEST(IndexWriter, WhateverAChangeThrowsIsItsOwnAlone) {
  const TemporaryFolder folder;
  IndexWriter writer(folder.path() / "store.sqlite");
  const auto add = [&](const std::string& name) {
    writer.commit([&](DiskIndex& index) { index.add_bucket({.name = name}); });
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 24; ++i) {
    threads.emplace_back([&, i] {
      const std::string name = "bucket-" + std::to_string(i);
      if (i % 4 == 0) return add(name);
      EXPECT_ANY_THROW(writer.commit([&](DiskIndex& index) {
        index.add_bucket({.name = name});
        if (i % 4 == 1) throw std::runtime_error("of the library");
        if (i % 4 == 2) throw Error(Code::DataCorrupt, "of the database");
        throw StoreError(StoreFault::PreconditionFailed, "of the store");
      }));
    });
  }
  threads.clear();
  DiskIndex index(folder.path() / "store.sqlite");
  EXPECT_EQ(index.buckets().size(), 6U);
}

TEST(IndexWriter, WhatWasThrownIsThrownToItsCallerAndTheNextChangeGoesOn) {
  const TemporaryFolder folder;
  IndexWriter writer(folder.path() / "store.sqlite");
  expect_error(Code::DataCorrupt, "a damaged row", [&] {
    writer.commit([](DiskIndex&) { throw Error(Code::DataCorrupt, "a damaged row"); });
  });
  writer.commit([](DiskIndex& index) { index.add_bucket({.name = "box"}); });
  EXPECT_EQ(DiskIndex(folder.path() / "store.sqlite").buckets().size(), 1U);
}

}  // namespace
}  // namespace sempurna
