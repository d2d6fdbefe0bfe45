#include <atomic>
#include <thread>

#include "store/frames.h"
#include "store_folder.h"

namespace sempurna {
namespace {

using DiskThreads = StoreFolder;

/// Runs `work(0)` to `work(count - 1)` on a thread each.
void on_threads(int count, const std::function<void(int)>& work) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < count; ++t) threads.emplace_back([&work, t] { work(t); });
}

TEST_F(DiskThreads, WritersOfOneKeyLeaveOneWholeObject) {
  constexpr int kWriters = 8;
  std::map<std::string, std::string> by_etag;
  std::mutex mutex;
  on_threads(kWriters, [&](int t) {
    for (int i = 0; i < 10; ++i) {
      const std::string content = noise(kFrameBytes + 1000 * t + i, t * 100 + i);
      const ObjectInfo info = put("k", content);
      const std::lock_guard lock(mutex);
      by_etag[info.etag] = content;
    }
  });
  EXPECT_TRUE(get("k") == by_etag.at(store->head("box", "k")->etag));
  EXPECT_EQ(objects().size(), 1);
}

TEST_F(DiskThreads, OneOfManyWinsACondition) {
  std::atomic<int> won = 0;
  std::atomic<int> lost = 0;
  on_threads(16, [&](int t) {
    try {
      put("k", std::to_string(t), {.conditions = {.if_none_match = "*"}});
      ++won;
    } catch (const StoreError& error) {
      EXPECT_EQ(error.fault(), StoreFault::PreconditionFailed);
      ++lost;
    }
  });
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 15);
  EXPECT_EQ(objects().size(), 1);
}

TEST_F(DiskThreads, CountersByConditionLoseNoStep) {
  put("k", "0");
  on_threads(6, [&](int) {
    for (int steps = 0; steps < 10;) {
      const ObjectInfo info = store->head("box", "k").value();
      try {
        const int value = std::stoi(read_all(*store->read_sealed("box", "k", info.etag, {})));
        put("k", std::to_string(value + 1), {.conditions = {.if_match = info.etag}});
        ++steps;
      } catch (const StoreError& error) {
        ASSERT_EQ(error.fault(), StoreFault::PreconditionFailed) << error.what();
      }
    }
  });
  EXPECT_EQ(get("k"), "60");
}

TEST_F(DiskThreads, ReadersSeeWholeObjectsDuringReplacement) {
  // Each content is one letter, so that a mixture shows.
  const auto content = [](int i) {
    return std::string(kFrameBytes * 2 + static_cast<size_t>(i), static_cast<char>('a' + i));
  };
  put("k", content(0));
  std::atomic<bool> is_done = false;
  std::atomic<int> reads = 0;
  on_threads(5, [&](int t) {
    if (t == 0) {
      for (int i = 1; i < 60 || reads < 100; ++i) put("k", content(i % 26));
      is_done = true;
      return;
    }
    while (!is_done) {
      const auto reader = store->read("box", "k");
      const std::string text = read_all(*reader);
      ASSERT_EQ(text.size(), reader->info().size);
      ASSERT_TRUE(text == content(text[0] - 'a'));
      ++reads;
    }
  });
  EXPECT_GE(reads, 100);
  EXPECT_EQ(objects().size(), 1);
}

TEST_F(DiskThreads, EverythingAtOnce) {
  on_threads(8, [&](int t) {
    const std::string mine = std::to_string(t) + "/";
    for (int i = 0; i < 15; ++i) {
      const std::string key = mine + std::to_string(i % 5);
      const ObjectInfo info = put(key, key);
      store->copy(info, "box", "copy/" + key, {}, {});
      store->set_tags("box", key, {{"t", key}});
      ASSERT_EQ(get(key), key);
      const Upload upload = store->create_upload({.bucket = "box", .key = mine + "upload"});
      auto part = store->write_part(upload, 1, {});
      part->write(key);
      store->complete(upload, {{1, part->commit().etag, {}}}, {});
      ASSERT_EQ(store->list("box", {.prefix = mine, .delimiter = "/"}).objects.size(),
                std::min(i + 1, 5) + 1);
      if (i % 3 == 0) store->sweep();
      store->verify([](const DiskStore::Damage& damage) { ADD_FAILURE() << damage.what; });
    }
    store->remove("box", "copy/" + mine + "0");
  });
  EXPECT_EQ(store->list("box", {}).objects.size(), 8 * (5 + 1 + 4));
  EXPECT_EQ(objects().size(), 8 * (5 + 1));
}

}  // namespace
}  // namespace sempurna
