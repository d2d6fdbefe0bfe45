#include "serving/endpoints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "jobs/staging.h"
#include "serving/fake_models.h"
#include "serving/store_view.h"
#include "store/archive.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

class EndpointsTest : public testing::Test {
 protected:
  EndpointsTest() : store_(home_.path() / "store") {
    store_.create_bucket({.name = "models"});
    for (const char* says : {"one", "two", "broken", "slow"}) {
      const TemporaryFolder model;
      write_file_atomic(model.path() / "answer", says);
      const fs::path archive = home_.path() / "model.tar.gz";
      write_archive(model.path(), archive);
      stage_out(store_, archive, "models", says);
    }
    begin();
  }

  void begin() {
    endpoints_ = std::make_unique<Endpoints>(
        Endpoints::Options{.home = home_.path(),
                           .open =
                               [this](const std::string& role) {
                                 if (role == "nobody") throw Error(Code::Denied, "no such role");
                                 return std::make_unique<StoreView>(store_);
                               },
                           .log = [](const std::string&) {},
                           .available_memory = [this] { return memory_.load(); }},
        records_, models_);
  }

  static VariantPlan variant(const std::string& model, const std::string& name = "all",
                             double weight = 1) {
    VariantPlan plan;
    plan.name = name;
    plan.weight = weight;
    plan.model_data = "s3://models/" + model;
    plan.ready_within = 1;
    return plan;
  }
  static DeploymentPlan plan(std::vector<VariantPlan> variants) {
    return {.number = 0, .config = "config", .variants = std::move(variants)};
  }

  EndpointRecord settled(const std::string& name) {
    for (int k = 0; k < 1000; ++k) {
      const auto record = endpoints_->find(name);
      if (record && !record->next) return *record;
      if (record && record->state == EndpointState::Failed) return *record;
      std::this_thread::sleep_for(10ms);
    }
    ADD_FAILURE() << name << " did not settle";
    return {.name = name};
  }

  std::string ask(const std::string& name, const std::string& of = "") {
    const EndpointAnswer got =
        endpoints_->invoke(name, of, {.body = "x", .content_type = "", .accept = ""});
    EXPECT_EQ(got.answer.outcome, ModelAnswer::Outcome::Answered);
    EXPECT_EQ(got.answer.status, 200);
    return got.variant + ":" + got.answer.body;
  }

  TemporaryFolder home_;
  DiskStore store_;
  EndpointRecords records_{home_.path()};
  FakeModels models_;
  std::atomic<uint64_t> memory_ = 0;  ///< nobody knows
  std::unique_ptr<Endpoints> endpoints_;
};

TEST_F(EndpointsTest, AnswerOnceTheirModelsAreReady) {
  endpoints_->create("e", plan({variant("one")}));
  expect_error(Code::AlreadyExists, "there is an endpoint e already",
               [&] { endpoints_->create("E", plan({variant("one")})); });
  EXPECT_EQ(settled("e").state, EndpointState::InService);
  EXPECT_EQ(ask("e"), "all:one");
  EXPECT_EQ(ask("E"), "all:one");
  EXPECT_EQ(endpoints_->find("E")->name, "e");
  EXPECT_EQ(endpoints_->logs("E").size(), 1U);
  expect_error(Code::NotFound, "the endpoint e has no variant b", [&] { ask("e", "b"); });
  expect_error(Code::NotFound, "the endpoint f is not in service", [&] { ask("f"); });
}

TEST_F(EndpointsTest, FailWithWhatTheirModelSays) {
  endpoints_->create("e", plan({variant("broken")}));
  const EndpointRecord broken = settled("e");
  EXPECT_EQ(broken.state, EndpointState::Failed);
  EXPECT_EQ(broken.message,
            "The primary container for production variant all did not pass the ping health check: "
            "it is broken");
  endpoints_->create("slow", plan({variant("slow")}));
  EXPECT_THAT(settled("slow").message, HasSubstr("it was not ready within 1 seconds"));
  endpoints_->create("none", plan({variant("none")}));
  EXPECT_THAT(settled("none").message, HasSubstr("s3://models/none"));
  VariantPlan other = variant("one");
  other.role = "nobody";
  endpoints_->create("denied", plan({other}));
  EXPECT_EQ(settled("denied").message, "no such role");
}

TEST_F(EndpointsTest, AreNotStartedWhereTheirModelHasNoRoom) {
  memory_ = 100'000'000;
  endpoints_->create("e", plan({variant("one")}));
  EXPECT_THAT(settled("e").message,
              HasSubstr("the model of the variant all takes at least 180 MB of memory, but 100 MB "
                        "are available; delete endpoints, or use a smaller model"));
  EXPECT_EQ(models_.started, 0);
  expect_error(Code::InvalidArgument, "the endpoint e has failed; delete it and create it anew",
               [&] { endpoints_->update("e", plan({variant("one")})); });
  memory_ = 1'000'000'000;
  endpoints_->remove("e");
  endpoints_->create("e", plan({variant("one")}));
  EXPECT_EQ(settled("e").state, EndpointState::InService);
}

TEST_F(EndpointsTest, AnUpdateTakesOverWhenItIsReadyAndNeverOtherwise) {
  endpoints_->create("e", plan({variant("one")}));
  settled("e");
  endpoints_->update("E", plan({variant("two")}));
  expect_error(Code::Conflict, "the endpoint e is being changed",
               [&] { endpoints_->update("e", plan({variant("one")})); });
  EXPECT_EQ(settled("e").state, EndpointState::InService);
  EXPECT_EQ(ask("e"), "all:two");
  endpoints_->update("e", plan({variant("broken")}));
  const EndpointRecord record = settled("e");
  EXPECT_EQ(record.state, EndpointState::InService);
  EXPECT_THAT(record.message, HasSubstr("it is broken"));
  EXPECT_EQ(ask("e"), "all:two");
}

TEST_F(EndpointsTest, WeightsSayWhoIsAsked) {
  endpoints_->create("e", plan({variant("one", "a"), variant("two", "b", 0)}));
  settled("e");
  std::set<std::string> answers;
  for (int k = 0; k < 20; ++k) answers.insert(ask("e"));
  EXPECT_EQ(answers, std::set<std::string>{"a:one"});
  EXPECT_EQ(ask("e", "b"), "b:two");
  endpoints_->change("e", {{.variant = "a", .weight = 1}, {.variant = "b", .weight = 1}});
  for (int k = 0; k < 60; ++k) answers.insert(ask("e"));
  EXPECT_EQ(answers, (std::set<std::string>{"a:one", "b:two"}));
  expect_error(Code::InvalidArgument, "the variants' weights would all be 0", [&] {
    endpoints_->change("e", {{.variant = "a", .weight = 0}, {.variant = "b", .weight = 0}});
  });
  expect_error(Code::NotFound, "the endpoint e has no variant c",
               [&] { endpoints_->change("e", {{.variant = "c"}}); });
}

TEST_F(EndpointsTest, AreThereAgainAtTheNextStart) {
  endpoints_->create("e", plan({variant("one")}));
  settled("e");
  endpoints_->create("late", plan({variant("two")}));
  endpoints_.reset();
  store_.remove("models", "one");  // fetched once
  // What a server that was killed was fetching goes; what its worker said stays.
  const fs::path lost = home_.path() / "endpoints/e/1/all";
  make_folders(lost / "sempurna-x");
  write_file_atomic(lost / "log.txt", "words\n");
  make_folders(home_.path() / "endpoints/e/2/all/model");
  begin();
  EXPECT_FALSE(fs::exists(lost / "sempurna-x"));
  EXPECT_TRUE(fs::exists(lost / "log.txt"));
  EXPECT_FALSE(fs::exists(home_.path() / "endpoints/e/2"));
  EXPECT_EQ(endpoints_->find("e")->state, EndpointState::InService);
  EXPECT_EQ(ask("e"), "all:one");
  EXPECT_EQ(settled("late").state, EndpointState::InService);
}

TEST_F(EndpointsTest, FetchTheirModelsAgainWhereABackupHasNone) {
  endpoints_->create("e", plan({variant("one")}));
  settled("e");
  endpoints_.reset();
  fs::remove_all(home_.path() / "endpoints");
  begin();
  EXPECT_EQ(settled("e").state, EndpointState::InService);
  EXPECT_EQ(ask("e"), "all:one");
}

TEST_F(EndpointsTest, LeaveNothingBehind) {
  endpoints_->create("e", plan({variant("one")}));
  settled("e");
  EXPECT_EQ(endpoints_->logs("e").size(), 1U);
  endpoints_->remove("e");
  EXPECT_FALSE(endpoints_->find("e"));
  expect_error(Code::NotFound, "the endpoint e is not in service", [&] { ask("e"); });
  // One of the same name begins anew.
  endpoints_->create("e", plan({variant("two")}));
  settled("e");
  EXPECT_EQ(ask("e"), "all:two");
  endpoints_->remove("e");
  expect_error(Code::NotFound, "there is no endpoint e", [&] { endpoints_->remove("e"); });
  for (int k = 0; k < 500 && !fs::is_empty(home_.path() / "endpoints"); ++k) {
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_TRUE(fs::is_empty(home_.path() / "endpoints"));
}

}  // namespace
}  // namespace sempurna
