#include "tuning/tuning_jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <thread>

#include "catalog/worker_status.h"
#include "jobs/seen_store.h"
#include "jobs/trains_only.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using enum TuningState;

/// Workers whose epochs, one at each poll, have the accuracy that the test says.
class ScriptedExecutor : public TrainsOnly {
 public:
  std::unique_ptr<Execution> start(const JobFolder& job, const WorkerOptions&) override {
    ++started;
    return std::make_unique<Scripted>(*this, job);
  }

  /// By what it is tuned to, from epoch 1. A negative one is a failure.
  std::function<double(double rate, int64_t epoch)> accuracy = [](double rate, int64_t) {
    return 1 - std::abs(rate - 0.3);
  };
  double waits_above = 1;             ///< a worker that is tuned higher waits after its first epoch
  std::atomic<int64_t> until = 1000;  ///< epochs that a worker trains, then it waits
  std::function<int64_t(double rate)> until_of;  ///< the same, by what it is tuned to
  std::atomic<int> started = 0;

 private:
  class Scripted : public Execution {
   public:
    Scripted(ScriptedExecutor& of, JobFolder job) : of_(of), job_(std::move(job)) {
      const auto asked = read_job_input(job_).hyperparameters;
      rate_ = std::stod(asked.at("learning_rate"));
      epochs_ = std::stoll(asked.at("epochs"));
      if (fs::exists(job_.progress())) said_ = read_file(job_.progress());
    }
    std::optional<Exit> poll() override {
      if (stopped_) return Exit{kWorkerStopped, 0};
      const int64_t until = of_.until_of              ? of_.until_of(rate_)
                            : rate_ > of_.waits_above ? 1
                                                      : of_.until.load();
      if (epoch_ >= std::min(epochs_, until)) {
        if (epoch_ < epochs_) return std::nullopt;
        write_result();
        return Exit{};
      }
      const double accuracy = of_.accuracy(rate_, ++epoch_);
      if (accuracy < 0) {
        make_folders(job_.output());
        write_file_atomic(job_.failure(), "the data are damaged");
        say(R"({"event": "error", "code": "DataCorrupt", "message": "the data are damaged"})");
        return Exit{.status = 1};
      }
      history_ += fmt::format(R"({}{{"epoch": {}, "val_accuracy": {}}})",
                              history_.empty() ? "" : ", ", epoch_, accuracy);
      if (accuracy > best_) {
        best_ = accuracy;
        best_epoch_ = epoch_;
      }
      say(fmt::format(R"({{"event": "epoch", "epoch": {}, "val_accuracy": {}, "message": )"
                      R"("Epoch {} - val_accuracy: {:.2f}"}})",
                      epoch_, accuracy, epoch_, accuracy));
      return std::nullopt;
    }
    void stop() override { stopped_ = true; }
    void finish() override {
      if (epoch_ > 0) write_result();
      stopped_ = true;
    }

   private:
    void say(const std::string& line) {
      said_ += line + "\n";
      write_file_atomic(job_.progress(), said_);
    }
    void write_result() {
      make_folders(job_.model());
      write_file_atomic(job_.model() / "config.json", "{}");
      say(fmt::format(R"({{"event": "result", "best_epoch": {}, "history": [{}]}})", best_epoch_,
                      history_));
    }

    ScriptedExecutor& of_;
    JobFolder job_;
    double rate_ = 0;
    int64_t epochs_ = 0;
    int64_t epoch_ = 0;
    int64_t best_epoch_ = 0;
    double best_ = -1;
    std::string history_;
    std::string said_;
    bool stopped_ = false;
  };
};

class Tuned : public testing::Test {
 protected:
  Tuned() : store_(root_.path() / "store") {
    ::setenv("SEMPURNA_HOME", home().c_str(), 1);
    store_.create_bucket({.name = "jobs"});
    const auto writer = store_.write("jobs", "texts/data.csv", ObjectAttributes{});
    writer->write("0,good\n0,fine\n1,bad\n1,awful\n");
    writer->commit();
    open();
  }
  ~Tuned() override { ::unsetenv("SEMPURNA_HOME"); }

  fs::path home() const { return root_.path() / "home"; }
  void open() {
    job_records_.emplace(home());
    records_.emplace(home());
    jobs_.emplace(
        TrainingJobs::Options{
            .server = {
                .home = home(),
                .store = "this server",
                .open = [this](const JobRecord&) { return std::make_unique<SeenStore>(store_); },
                .arn = [](const std::string& name) { return "arn:" + name; },
                .log = [](const std::string&) {}},
            .at_once = 2,
            .available_memory = [] { return uint64_t{1'000'000}; }},
        *job_records_, executor_);
    tuning_.emplace(TuningServer{.tag =
                                     [this](const std::string& trial, const TuningRecord&) {
                                       const std::lock_guard lock(mutex_);
                                       tagged_.push_back(trial);
                                     },
                                 .log = [](const std::string&) {}},
                    *records_, *jobs_);
  }
  void close() {
    tuning_.reset();
    jobs_.reset();
    records_.reset();
    job_records_.reset();
  }

  static TuningOrder order(int64_t trials = 4) {
    TuningOrder order{.model = "sempurna-tc-small"};
    order.plan = {.strategy = Strategy::Random,
                  .ranges = {.numbers = {{.name = "learning_rate", .min = 0.1, .max = 0.9}},
                             .categories = {}},
                  .seed = 7};
    order.objective = {.metric = "validation:accuracy", .figure = "val_accuracy", .regex = ""};
    order.limits = {.at_once = 1, .trials = trials};
    order.trial.model = order.model;
    order.trial.data = "s3://jobs/texts";
    order.trial.output = "s3://jobs/out/";
    order.trial.hyperparameters = {{"epochs", "3"}};
    order.asked = {{"HyperParameters", {{"epochs", "3"}}}, {"TuningJobArn", "arn:tuning"}};
    return order;
  }
  void create(const TuningOrder& order, const std::string& name = "tune") {
    tuning_->create(name, order, {{"HyperParameterTuningJobName", name}}, Time(kCreated));
  }
  template <typename Condition>
  void wait_until(Condition condition) {
    for (int tries = 0; tries < 24000; ++tries) {
      if (condition()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << "it did not come: " << trials().size() << " trials";
  }
  TuningRecord record(const std::string& name = "tune") { return tuning_->find(name).value(); }
  std::vector<TrialRecord> trials(const std::string& name = "tune") {
    return tuning_->trials(name);
  }
  TuningState end_of(const std::string& name = "tune") {
    wait_until([&] { return !is_at_work(record(name).state); });
    return record(name).state;
  }
  std::vector<Values> values(const std::string& name = "tune") {
    std::vector<Values> all;
    for (const TrialRecord& trial : trials(name)) all.push_back(trial.trial.values);
    return all;
  }

  static constexpr auto kCreated = std::chrono::milliseconds(1'790'000'000'000);
  TemporaryFolder root_;
  DiskStore store_;
  ScriptedExecutor executor_;
  std::mutex mutex_;
  std::vector<std::string> tagged_;
  std::optional<JobRecords> job_records_;
  std::optional<TuningRecords> records_;
  std::optional<TrainingJobs> jobs_;
  std::optional<TuningJobs> tuning_;
};

TEST_F(Tuned, ItHasTrainingJobsDoneAndKnowsTheBest) {
  create(order());
  EXPECT_EQ(end_of(), Completed);
  const auto all = trials();
  ASSERT_EQ(all.size(), 4u);
  for (const TrialRecord& trial : all) {
    EXPECT_EQ(trial.status, "Completed");
    EXPECT_EQ(trial.trial.by_epoch.size(), 3u);
    const double rate = std::stod(trial.trial.values.at("learning_rate"));
    EXPECT_DOUBLE_EQ(trial.trial.objective.value(), 1 - std::abs(rate - 0.3));
    EXPECT_TRUE(trial.began && trial.ended);
    const JobRecord job = jobs_->find(trial.name).value();
    EXPECT_EQ(job.asked["HyperParameters"]["learning_rate"],
              trial.trial.values.at("learning_rate"));
    EXPECT_EQ(job.asked["HyperParameters"]["_tuning_objective_metric"], "validation:accuracy");
    EXPECT_EQ(job.asked["TuningJobArn"], "arn:tuning");
    EXPECT_TRUE(store_.head("jobs", "out/" + trial.name + "/output/model.tar.gz"));
  }
  EXPECT_EQ(all[1].name.substr(0, 9), "tune-002-");
  EXPECT_EQ(all[1].name.size(), 17u);
  EXPECT_EQ(tagged_.size(), 4u);
  EXPECT_TRUE(record().ended);
  EXPECT_EQ(executor_.started, 4);
}

TEST_F(Tuned, AsManyAreAtWorkAtOnceAsMayBe) {
  executor_.until = 1;
  TuningOrder asked = order(5);
  asked.limits.at_once = 2;
  create(asked);
  wait_until([&] { return executor_.started == 2; });
  EXPECT_EQ(trials().size(), 2u);
  EXPECT_EQ(trials()[0].status, "InProgress");
  executor_.until = 1000;
  EXPECT_EQ(end_of(), Completed);
  EXPECT_EQ(trials().size(), 5u);
}

TEST_F(Tuned, AGridEndsWhenAllHasBeenTried) {
  TuningOrder asked = order(0);
  asked.plan.strategy = Strategy::Grid;
  asked.plan.ranges = {.numbers = {}, .categories = {{"learning_rate", {"0.1", "0.2", "0.5"}}}};
  create(asked);
  EXPECT_EQ(end_of(), Completed);
  ASSERT_EQ(values().size(), 3u);
  EXPECT_EQ(values()[2].at("learning_rate"), "0.5");
}

TEST_F(Tuned, StoppingStopsItsTrials) {
  executor_.until = 1;
  TuningOrder asked = order(5);
  asked.limits.at_once = 2;
  create(asked);
  wait_until([&] { return executor_.started == 2; });
  tuning_->stop("TUNE");
  EXPECT_EQ(record().state, Stopping);
  tuning_->stop("tune");  // once more is no fault
  EXPECT_EQ(end_of(), Stopped);
  ASSERT_EQ(trials().size(), 2u);
  for (const TrialRecord& trial : trials()) EXPECT_EQ(trial.status, "Stopped");
  expect_error(Code::Conflict, "the tuning job tune has ended", [&] { tuning_->stop("tune"); });
}

TEST_F(Tuned, ItIsStoppedWhileTrialsAreChosen) {
  executor_.until = 0;
  TuningOrder asked = order(20);
  asked.plan.strategy = Strategy::Bayesian;
  asked.limits.at_once = 20;
  // So much to learn from that each choice takes its time.
  for (int k = 0; k < 400; ++k) {
    const double rate = 0.1 + 0.002 * k;
    asked.parents.push_back({.values = {{"learning_rate", std::to_string(rate)}},
                             .state = TrialState::Succeeded,
                             .objective = std::sin(20 * rate)});
  }
  create(asked);
  wait_until([&] { return !trials().empty(); });
  tuning_->stop("tune");
  EXPECT_LT(trials().size(), 10u);
  EXPECT_EQ(end_of(), Stopped);
}

TEST_F(Tuned, NamesThatDifferInCaseAreOne) {
  create(order(1));
  expect_error(Code::AlreadyExists, "there is a tuning job Tune already",
               [&] { create(order(1), "Tune"); });
  expect_error(Code::NotFound, "there is no tuning job other", [&] { tuning_->stop("other"); });
  EXPECT_EQ(end_of(), Completed);
  tuning_->remove("TUNE");
  EXPECT_FALSE(tuning_->find("tune"));
  EXPECT_TRUE(trials().empty());
  EXPECT_EQ(jobs_->list().size(), 1u);
}

TEST_F(Tuned, OneAtWorkIsNotRemoved) {
  executor_.until = 0;
  create(order(1));
  expect_error(Code::Conflict, "the tuning job tune has not ended",
               [&] { tuning_->remove("tune"); });
  executor_.until = 1000;
  EXPECT_EQ(end_of(), Completed);
}

TEST_F(Tuned, LosingTrialsAreEndedAndCountAsFarAsTheyCame) {
  // The last is worse, and does not end by itself.
  executor_.accuracy = [](double rate, int64_t epoch) {
    return rate > 0.5 ? 0.1 : 0.5 + 0.01 * static_cast<double>(epoch);
  };
  TuningOrder asked = order(0);
  asked.plan.strategy = Strategy::Grid;
  asked.plan.ranges = {.numbers = {},
                       .categories = {{"learning_rate", {"0.1", "0.2", "0.3", "0.8"}}}};
  asked.plan.stops_early = true;
  executor_.waits_above = 0.5;
  create(asked);
  wait_until([&] { return trials().size() == 4; });
  EXPECT_EQ(end_of(), Completed);
  const TrialRecord last = trials().back();
  EXPECT_EQ(last.lost_after, 1);
  EXPECT_EQ(last.status, "Stopped");
  EXPECT_EQ(last.trial.state, TrialState::Succeeded);
  EXPECT_DOUBLE_EQ(last.trial.objective.value(), 0.1);
  EXPECT_EQ(last.trial.by_epoch.size(), 1u);
  EXPECT_EQ(trials().front().status, "Completed");
}

TEST_F(Tuned, TheNextServerJudgesNoEpochAgain) {
  // The second begins badly, but before the first has said anything.
  executor_.accuracy = [](double rate, int64_t epoch) {
    if (rate < 0.5) return 0.6;
    return epoch == 1 ? 0.2 : 0.7;
  };
  TuningOrder asked = order(0);
  asked.plan.strategy = Strategy::Grid;
  asked.plan.ranges = {.numbers = {}, .categories = {{"learning_rate", {"0.1", "0.8"}}}};
  asked.plan.stops_early = true;
  asked.limits.at_once = 2;
  executor_.until_of = [](double rate) { return rate < 0.5 ? 0 : 2; };
  create(asked);
  const auto judged = [&](size_t k) {
    const auto all = records_->trials("tune");
    return k < all.size() ? all[k].judged : 0;
  };
  wait_until([&] { return judged(1) == 2; });
  close();
  executor_.until_of = [](double) { return 2; };
  open();
  wait_until([&] { return judged(0) == 2; });
  close();
  executor_.until_of = [](double) { return 1000; };
  open();
  EXPECT_EQ(end_of(), Completed);
  for (const TrialRecord& trial : trials()) {
    EXPECT_EQ(trial.lost_after, 0) << trial.number;
    EXPECT_EQ(trial.status, "Completed");
  }
}

TEST_F(Tuned, AFailureOfTheFirstIsItsOwn) {
  executor_.accuracy = [](double, int64_t) { return -1.0; };
  create(order(10));
  EXPECT_EQ(end_of(), Failed);
  EXPECT_EQ(trials().size(), 3u);
  EXPECT_EQ(record().message, fmt::format("All training jobs failed. The first, {}: the data are "
                                          "damaged",
                                          trials().front().name));
  EXPECT_EQ(trials().front().status, "Failed");
}

TEST_F(Tuned, TheTargetEndsIt) {
  TuningOrder asked = order(50);
  asked.limits.target = 0.5;
  create(asked);
  EXPECT_EQ(end_of(), Completed);
  EXPECT_LT(trials().size(), 50u);
  EXPECT_GE(trials().back().trial.objective.value(), 0.5);
}

TEST_F(Tuned, ATrialsCheckpointsAreItsOwn) {
  TuningOrder asked = order(2);
  asked.trial.checkpoints = "s3://jobs/kept";
  asked.asked["CheckpointConfig"] = {{"S3Uri", "s3://jobs/kept"}};
  create(asked);
  EXPECT_EQ(end_of(), Completed);
  for (const TrialRecord& trial : trials()) {
    EXPECT_EQ(jobs_->find(trial.name)->asked["CheckpointConfig"]["S3Uri"],
              "s3://jobs/kept/" + trial.name);
  }
}

TEST_F(Tuned, TheMetricMayBeReadFromWhatAJobSays) {
  TuningOrder asked = order(2);
  asked.objective = {.metric = "acc", .figure = "", .regex = "val_accuracy: ([0-9.]+)"};
  create(asked);
  EXPECT_EQ(end_of(), Completed);
  for (const TrialRecord& trial : trials()) {
    const double rate = std::stod(trial.trial.values.at("learning_rate"));
    EXPECT_NEAR(trial.trial.objective.value(), 1 - std::abs(rate - 0.3), 0.005);
  }
}

TEST_F(Tuned, TheNextServerGoesOnWithTheSameTrials) {
  for (const Strategy strategy : {Strategy::Random, Strategy::Bayesian}) {
    const std::string whole = fmt::format("whole-{}", name(strategy));
    const std::string cut = fmt::format("cut-{}", name(strategy));
    TuningOrder asked = order(8);
    asked.plan.strategy = strategy;
    create(asked, whole);
    EXPECT_EQ(end_of(whole), Completed);
    create(asked, cut);
    for (const size_t count : {2, 4, 7}) {
      wait_until([&] { return trials(cut).size() >= count; });
      close();
      open();
    }
    EXPECT_EQ(end_of(cut), Completed);
    EXPECT_EQ(values(cut), values(whole));
  }
}

TEST_F(Tuned, ATrialThatWasRecordedOnlyIsAcceptedByTheNextServer) {
  executor_.until = 0;
  create(order(2));
  wait_until([&] { return executor_.started == 1; });
  close();
  // As a kill between the two would leave it, before and after its training job was accepted.
  for (const bool forgets_job : {false, true}) {
    records_.emplace(home());
    TrialRecord trial = records_->trials("tune").front();
    trial.is_accepted = false;
    records_->put_trial("tune", trial);
    records_.reset();
    if (forgets_job) {
      job_records_.emplace(home());
      job_records_->remove({home() / "jobs" / trial.name});
      job_records_.reset();
      fs::remove_all(home() / "jobs" / trial.name);
    }
    open();
    wait_until([&] { return records_->trials("tune").front().is_accepted; });
    EXPECT_EQ(trials().size(), 1u);
    EXPECT_EQ(jobs_->list().size(), 1u);
    close();
  }
  executor_.until = 1000;
  open();
  EXPECT_EQ(end_of(), Completed);
  EXPECT_EQ(trials().size(), 2u);
}

TEST_F(Tuned, TheTimeThatItWasWorkedOnIsCountedOn) {
  executor_.until = 0;
  create(order(1));
  wait_until([&] { return executor_.started == 1; });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  close();
  records_.emplace(home());
  const int64_t before = records_->find("tune")->milliseconds;
  EXPECT_GE(before, 50);
  records_.reset();
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  executor_.until = 1000;
  open();
  EXPECT_EQ(end_of(), Completed);
  EXPECT_GE(record().milliseconds, before);
}

TEST_F(Tuned, AStopOutlivesTheServer) {
  executor_.until = 0;
  create(order(5));
  wait_until([&] { return executor_.started == 1; });
  tuning_->stop("tune");
  close();
  open();
  EXPECT_EQ(end_of(), Stopped);
  EXPECT_EQ(trials().size(), 1u);
}

}  // namespace
}  // namespace sempurna
