#include "serving/transform_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "jobs/staging.h"
#include "serving/fake_models.h"
#include "serving/store_view.h"
#include "store/archive.h"
#include "store/gzip.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using enum TransformState;
using namespace std::chrono_literals;

/// The objects of one bucket come a byte at a time, as from a disk that is much asked.
struct SlowStore : public StoreView {
  SlowStore(DiskStore& store, bool writes, std::string slow)
      : StoreView(store, writes), slow_bucket(std::move(slow)) {}
  std::unique_ptr<ObjectReader> read(const std::string& bucket, const std::string& key,
                                     std::optional<ByteRange> range) override {
    auto reader = StoreView::read(bucket, key, range);
    if (bucket != slow_bucket) return reader;
    return std::make_unique<Reader>(std::move(reader));
  }
  struct Reader : public ObjectReader {
    explicit Reader(std::unique_ptr<ObjectReader> reader) : of(std::move(reader)) {}
    const ObjectInfo& info() const override { return of->info(); }
    size_t read(std::span<std::byte> bytes) override {
      std::this_thread::sleep_for(100ms);
      return of->read(bytes.first(1));
    }
    std::unique_ptr<ObjectReader> of;
  };
  std::string slow_bucket;
};

class TransformJobsTest : public testing::Test {
 protected:
  TransformJobsTest() : store_(home_.path() / "store") {
    for (const char* bucket : {"models", "given", "out"}) store_.create_bucket({.name = bucket});
    for (const char* says : {"echo", "broken"}) {
      const TemporaryFolder model;
      write_file_atomic(model.path() / "answer", says);
      const fs::path archive = home_.path() / "model.tar.gz";
      write_archive(model.path(), archive);
      stage_out(store_, archive, "models", says);
    }
    begin();
  }

  void begin() {
    jobs_.reset();
    jobs_ = std::make_unique<TransformJobs>(
        TransformServer{.home = home_.path(),
                        .open =
                            [this](const TransformPlan& plan, const std::string&) {
                              return std::make_unique<SlowStore>(
                                  store_, plan.model.role != "reader", slow_bucket_);
                            },
                        .log = [](const std::string&) {},
                        .available_memory = [this] { return memory_.load(); },
                        .gives_memory_back = [this] { return gives_back_.load(); }},
        1, records_, models_);
  }

  void put(const std::string& key, const std::string& text) {
    const auto writer = store_.write("given", key, ObjectAttributes{});
    writer->write(text);
    writer->commit();
  }

  std::string out(const std::string& key) {
    const auto reader = store_.read("out", key, std::nullopt);
    std::string text(reader->info().size, '\0');
    reader->read(std::as_writable_bytes(std::span(text)));
    return text;
  }

  std::vector<std::string> outputs() {
    std::vector<std::string> keys;
    for (const auto& object : store_.list("out", {}).objects) keys.push_back(object.key);
    return keys;
  }

  static TransformPlan plan(const std::string& input) {
    TransformPlan plan;
    plan.owner = "ana";
    plan.model.name = "m";
    plan.model.model_data = "s3://models/echo";
    plan.input = "s3://given/" + input;
    plan.output = "s3://out/answers";
    plan.at_once = 3;
    return plan;
  }
  static TransformPlan lines(const std::string& input) {
    TransformPlan plan = TransformJobsTest::plan(input);
    plan.by_line = plan.ends_lines = true;
    return plan;
  }

  TransformRecord ended(const std::string& name) {
    for (int k = 0; k < 1000; ++k) {
      const auto record = jobs_->find(name);
      if (record && !is_at_work(record->state)) return *record;
      std::this_thread::sleep_for(10ms);
    }
    ADD_FAILURE() << name << " did not end";
    return {};
  }
  TransformRecord done(const std::string& name, const TransformPlan& plan) {
    jobs_->accept(name, plan, Json::object());
    return ended(name);
  }
  std::string log(const std::string& name) {
    return read_file(jobs_->folder(name).root / "log.txt");
  }
  template <typename Holds>
  void await(const Holds& holds) {
    for (int k = 0; k < 1000 && !holds(); ++k) std::this_thread::sleep_for(10ms);
    ASSERT_TRUE(holds());
  }

  TemporaryFolder home_;
  DiskStore store_;
  TransformRecords records_{home_.path()};
  FakeModels models_;
  std::atomic<uint64_t> memory_ = 0;  ///< nobody knows
  std::atomic<bool> gives_back_ = false;
  std::string slow_bucket_;  ///< Set while no job runs.
  std::unique_ptr<TransformJobs> jobs_;
};

TEST_F(TransformJobsTest, EachObjectBelowThePrefixHasAnOutput) {
  for (const char* key : {"x/a.png", "x/b/c.png", "xy.png"}) put(key, key);
  put("x/folder/", "");
  const TransformRecord record = done("job", plan("x"));
  EXPECT_EQ(record.state, Completed) << record.message;
  EXPECT_TRUE(record.began);
  EXPECT_THAT(outputs(),
              ElementsAre("answers/a.png.out", "answers/b/c.png.out", "answers/xy.png.out"));
  EXPECT_EQ(out("answers/b/c.png.out"), "<x/b/c.png>");
  expect_error(Code::AlreadyExists, "there is a transform job job already",
               [&] { jobs_->accept("job", plan("x"), {}); });
  EXPECT_FALSE(fs::exists(jobs_->folder("job").model()));
  EXPECT_FALSE(fs::exists(jobs_->folder("job").root / "done.jsonl"));
}

TEST_F(TransformJobsTest, OutputsBelowThePrefixAreNoInputs) {
  for (const char* key : {"x/a", "x/z.out"}) put(key, key);
  TransformPlan among = plan("x/");
  among.output = "s3://given/x/answers";
  const auto keys = [&] {
    std::vector<std::string> all;
    for (const auto& object : store_.list("given", {}).objects) all.push_back(object.key);
    return all;
  };
  for (const char* name : {"once", "again"}) {
    EXPECT_EQ(done(name, among).state, Completed);
    EXPECT_THAT(keys(), ElementsAre("x/a", "x/answers/a.out", "x/answers/z.out.out", "x/z.out"));
  }
  // One that is named is meant.
  among.input = "s3://given/x/answers/a.out";
  EXPECT_EQ(done("named", among).state, Completed);
  EXPECT_THAT(keys(), testing::Contains("x/answers/a.out.out"));
}

TEST_F(TransformJobsTest, LinesAreAnsweredInTheirOrder) {
  std::string text;
  std::string answers;
  for (int k = 0; k < 200; ++k) {
    text += fmt::format("{}{}\n", k % 50 == 0 ? "long" : "text", k);
    answers += fmt::format("<{}{}>\n", k % 50 == 0 ? "long" : "text", k);
  }
  put("x/texts.csv", text);
  EXPECT_EQ(done("job", lines("x/texts.csv")).state, Completed);
  EXPECT_EQ(out("answers/texts.csv.out"), answers);
  TransformPlan joined = lines("x/texts.csv");
  joined.ends_lines = false;
  joined.output = "s3://out";
  done("joined", joined);
  EXPECT_THAT(out("texts.csv.out"), HasSubstr("<text1><text2>"));
}

TEST_F(TransformJobsTest, PackedObjectsAndThoseOfAManifest) {
  const fs::path file = home_.path() / "packed.gz";
  {
    AtomicFile packed(file);
    GzipWriter writer(packed);
    writer.write(std::as_bytes(std::span(std::string_view("one\ntwo\n"))));
    writer.finish();
    packed.commit();
  }
  stage_out(store_, file, "given", "far/packed.gz");
  put("manifest", R"([{"prefix": "s3://given/fa"}, "r/packed.gz"])");
  TransformPlan packed = lines("manifest");
  packed.is_manifest = packed.is_packed = true;
  EXPECT_EQ(done("job", packed).message, "");
  EXPECT_EQ(out("answers/r/packed.gz.out"), "<one>\n<two>\n");
  put("far/packed.gz", "plain");
  const TransformRecord plain = done("plain", packed);
  EXPECT_EQ(plain.code, Code::InvalidArgument);
  EXPECT_EQ(plain.message,
            "s3://given/far/packed.gz cannot be read: the object is no whole gzip file, as "
            "CompressionType says");
  put("manifest", R"([{"prefix": "s3://given/far"}, ")" + std::string(8 << 20, '/') + "\"]");
  EXPECT_THAT(done("large", packed).message,
              HasSubstr("s3://given/manifest is larger than the 8 MB that a manifest may have"));
  put("manifest", R"(["a"])");
  EXPECT_THAT(done("none", packed).message,
              HasSubstr("s3://given/manifest is no manifest: it does not begin with a prefix"));
}

TEST_F(TransformJobsTest, ARecordThatIsRefusedFailsItsObjectAndTheJobInTheEnd) {
  put("x/1", "one\ntwo\n");
  put("x/2", "one\nbad\ntwo\n");
  put("x/3", "bad\n");
  put("x/4", "one\n");
  const TransformRecord record = done("job", lines("x/"));
  EXPECT_EQ(record.state, Failed);
  EXPECT_EQ(record.code, Code::InvalidArgument);
  EXPECT_EQ(
      record.message,
      "s3://given/x/2, line 2: it is bad; 2 objects could not be answered, which the log names");
  EXPECT_THAT(outputs(), ElementsAre("answers/1.out", "answers/4.out"));
  EXPECT_THAT(log("job"), HasSubstr("s3://given/x/3, line 1: it is bad"));
  TransformPlan small = lines("x/1");
  small.most_bytes = 2;
  EXPECT_THAT(done("small", small).message,
              HasSubstr("s3://given/x/1, line 1: the record has more"));
}

TEST_F(TransformJobsTest, WhatBefallsTheModelOrTheOutputEndsTheJob) {
  put("x/1", "one\n");
  put("x/2", "ill\n");
  put("x/3", "one\n");
  const TransformRecord ill = done("ill", lines("x/"));
  EXPECT_EQ(ill.code, Code::Unavailable);
  EXPECT_EQ(ill.message, "s3://given/x/2, line 1: it is ill");
  EXPECT_THAT(outputs(), ElementsAre("answers/1.out"));
  TransformPlan broken = lines("x/1");
  broken.model.model_data = "s3://models/broken";
  EXPECT_EQ(done("broken", broken).message,
            "The primary container did not pass the ping health check: it is broken");
  TransformPlan reader = lines("x/1");
  reader.model.role = "reader";
  EXPECT_EQ(done("reader", reader).code, Code::Denied);
  EXPECT_THAT(done("none", plan("none/")).message, HasSubstr("no objects are at s3://given/none/"));
  broken.model.model_data = "s3://models/none";
  EXPECT_THAT(done("no-model", broken).message, HasSubstr("s3://models/none"));
}

TEST_F(TransformJobsTest, AWorkerThatEndedIsAskedOnceMore) {
  put("x/1", "gone\n");
  TransformPlan once = lines("x/1");
  once.retries = 0;
  models_.deaths = 1;
  EXPECT_EQ(done("once", once).state, Completed);
  EXPECT_EQ(out("answers/1.out"), "<gone>\n");
  models_.deaths = 2;
  EXPECT_EQ(done("twice", once).message,
            "s3://given/x/1, line 1: the worker ended before it answered");
}

TEST_F(TransformJobsTest, WaitForMemoryThatWillBeGivenBack) {
  put("x/1", "one");
  memory_ = 100'000'000;
  EXPECT_THAT(done("full", plan("x/1")).message,
              HasSubstr("the model m takes at least 180 MB of memory, but 100 MB are available; "
                        "delete endpoints, or use a smaller model"));
  gives_back_ = true;
  jobs_->accept("waits", plan("x/1"), {});
  await([&] { return fs::exists(jobs_->folder("waits").root / "log.txt"); });
  EXPECT_EQ(models_.started, 0);
  memory_ = 1'000'000'000;
  EXPECT_EQ(ended("waits").state, Completed);
  EXPECT_THAT(log("waits"), HasSubstr("Waits for what is at work: the model m takes"));
}

TEST_F(TransformJobsTest, AStoppedJobLeavesWhatIsWhole) {
  put("x/1", "one\n");
  std::string many;
  for (int k = 0; k < 1000; ++k) many += "long\n";
  put("x/2", many);
  jobs_->accept("job", lines("x/"), {});
  jobs_->accept("waits", lines("x/"), {});
  await([&] { return !outputs().empty(); });
  jobs_->stop("waits");
  EXPECT_EQ(jobs_->find("waits")->state, Stopped);
  jobs_->stop("job");
  EXPECT_EQ(ended("job").state, Stopped);
  EXPECT_EQ(ended("job").message, "");
  EXPECT_THAT(outputs(), ElementsAre("answers/1.out"));
  expect_error(Code::Conflict, "the transform job job has ended", [&] { jobs_->stop("job"); });
  expect_error(Code::NotFound, "there is no transform job none", [&] { jobs_->stop("none"); });
}

TEST_F(TransformJobsTest, OneThatOnlyReadsIsStoppedToo) {
  put("x/1", std::string(1000, 'x'));
  TransformPlan packed = lines("x/1");
  packed.is_packed = true;
  // As its model comes, then as an object comes that is unpacked.
  for (const bool has_model : {false, true}) {
    const std::string name = fmt::format("job-{}", has_model);
    slow_bucket_ = has_model ? "given" : "models";
    const int before = models_.started;
    jobs_->accept(name, packed, {});
    await([&] {
      return has_model ? models_.started > before : fs::exists(jobs_->folder(name).root);
    });
    jobs_->stop(name);
    EXPECT_EQ(ended(name).state, Stopped);
    EXPECT_EQ(models_.started, before + (has_model ? 1 : 0));
  }
}

TEST_F(TransformJobsTest, TheNextStartGoesOnBehindWhatIsWhole) {
  put("x/1", "one\n");
  put("x/2", "bad\n");
  put("x/3", "long\nlong\nlong\nlong\nlong\nlong\nlong\nlong\nlong\nlong\n");
  put("x/4", "four\n");
  jobs_->accept("job", lines("x/"), {});
  await([&] { return !outputs().empty(); });
  begin();
  const auto first = store_.head("out", "answers/1.out")->modified;
  const TransformRecord record = ended("job");
  EXPECT_EQ(record.message, "s3://given/x/2, line 1: it is bad");
  EXPECT_THAT(outputs(), ElementsAre("answers/1.out", "answers/3.out", "answers/4.out"));
  EXPECT_EQ(store_.head("out", "answers/1.out")->modified, first);
  EXPECT_THAT(log("job"), HasSubstr("The server was ended; the job goes on behind"));
}

}  // namespace
}  // namespace sempurna
