#include "jobs/remote_checkpoints.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "store/disk_store.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using Names = std::vector<std::string>;

class Checkpoints : public testing::Test {
 protected:
  Checkpoints() { objects_.create_bucket({.name = "jobs"}); }

  JobFolder job(const std::string& name) {
    JobFolder folder{root_.path() / name};
    make_folders(folder.checkpoints());
    return folder;
  }
  RemoteCheckpoints of(const JobFolder& job, const std::string& place = "s3://jobs/kept") {
    return RemoteCheckpoints(objects_, Location::parse(place), job);
  }
  /// As a worker writes one.
  static void write(const JobFolder& job, const std::string& number, const std::string& text) {
    const fs::path at = job.checkpoints();
    write_file_atomic(at / ("model-" + number + ".safetensors"), "model " + text);
    make_folders(at / number);
    write_file_atomic(at / number / "optimizer.safetensors", "optimizer " + text);
    write_file_atomic(at / number / "state.json", "state " + text);
  }
  Names keys() {
    Names keys;
    for (const auto& object : objects_.list("jobs", {}).objects) keys.push_back(object.key);
    return keys;
  }
  void put(const std::string& key) {
    const auto writer = objects_.write("jobs", key, ObjectAttributes{});
    writer->write(std::string("x"));
    writer->commit();
  }

  TemporaryFolder root_;
  DiskStore objects_{root_.path() / "store"};
};

TEST_F(Checkpoints, GoFromOneJobToAnother) {
  const JobFolder first = job("first");
  auto remote = of(first);
  remote.put_newest();  // none yet
  EXPECT_EQ(keys(), Names{});
  write(first, "00000001", "one");
  write_file_atomic(first.checkpoints() / "forecast.json", "{}");
  make_folders(first.checkpoints() / "features");
  remote.put_newest();
  EXPECT_EQ(keys(), (Names{"kept/00000001/optimizer.safetensors", "kept/00000001/state.json",
                           "kept/model-00000001.safetensors"}));
  const JobFolder second = job("second");
  EXPECT_EQ(of(second, "s3://jobs/kept/").fetch([] {}), 1);
  EXPECT_EQ(read_file(second.checkpoints() / "00000001" / "state.json"), "state one");
  EXPECT_EQ(read_file(second.checkpoints() / "model-00000001.safetensors"), "model one");
  EXPECT_FALSE(fs::exists(first.root / "checkpoints.held"));
}

TEST_F(Checkpoints, OnlyTheNewestIsKeptWithTheModelsThatAreLeft) {
  const JobFolder first = job("first");
  auto remote = of(first);
  put("kept/notes.txt");
  put("kept/00000001/deep/er");
  write(first, "00000001", "one");
  write(first, "00000002", "two");
  remote.put_newest();
  fs::remove(first.checkpoints() / "model-00000001.safetensors");
  fs::remove_all(first.checkpoints() / "00000001");
  write(first, "00000003", "three");
  remote.put_newest();
  remote.put_newest();
  // What is none of ours stays.
  EXPECT_EQ(keys(), (Names{"kept/00000001/deep/er", "kept/00000003/optimizer.safetensors",
                           "kept/00000003/state.json", "kept/model-00000002.safetensors",
                           "kept/model-00000003.safetensors", "kept/notes.txt"}));
}

TEST_F(Checkpoints, WhatIsNotWholeIsNotTaken) {
  const JobFolder first = job("first");
  write(first, "00000001", "one");
  of(first).put_newest();
  put("kept/00000002/optimizer.safetensors");  // its upload was cut short
  put("kept/zzzzzzzz/state.json");
  const JobFolder second = job("second");
  EXPECT_EQ(of(second).fetch([] {}), 1);
  EXPECT_FALSE(fs::exists(second.checkpoints() / "00000002"));
  EXPECT_EQ(of(job("third"), "s3://jobs/elsewhere").fetch([] {}), std::nullopt);
  const JobFolder stopped = job("stopped");
  expect_error(Code::Cancelled, "as asked",
               [&] { of(stopped).fetch([] { throw Error(Code::Cancelled, "as asked"); }); });
  EXPECT_FALSE(fs::exists(stopped.checkpoints() / "00000001"));
}

}  // namespace
}  // namespace sempurna
