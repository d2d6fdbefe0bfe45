#include <gtest/gtest.h>

#include "base/database.h"
#include "catalog/locations.h"
#include "jobs/served_jobs.h"

namespace sempurna {
namespace {

using enum JobState;

TEST_F(Served, ALooseModelIsPutFileByFileAndNoneTwice) {
  executor_.lets_go = true;
  TrainingRequest asked = request();
  asked.loose_output = true;
  accept("loose", asked);
  EXPECT_EQ(end_of("loose"), Completed);
  EXPECT_EQ(jobs_->find("loose")->facts.at("output"), "s3://jobs/out/loose/output/model/");
  EXPECT_FALSE(store_.head("jobs", "out/loose/output/model.tar.gz"));
  const auto key = [](const std::string& name) { return "out/loose/output/model/" + name; };
  EXPECT_TRUE(store_.head("jobs", key("config.json")));
  const JobFolder job{home() / "jobs" / "loose"};
  close();
  // As if the server had been killed when one of two files was there.
  write_file_atomic(job.loose_model() / "model.safetensors", "weights");
  const std::string before = store_.head("jobs", key("config.json"))->etag;
  put(key("config.json"), "another's");
  Database database(home() / "jobs.sqlite", {"", "", "", ""});
  database.execute("DELETE FROM change WHERE state='Completed'");
  database.execute("UPDATE job SET state='Uploading', status='InProgress', facts=NULL");
  open();
  EXPECT_EQ(end_of("loose"), Completed);
  EXPECT_EQ(store_.head("jobs", key("model.safetensors"))->size, 7u);
  EXPECT_NE(store_.head("jobs", key("config.json"))->etag, before) << "it was put again";
  EXPECT_EQ(executor_.started, 1);
}

TEST_F(Served, AJobGoesOnFromALooseModel) {
  executor_.lets_go = true;
  put("plain/config.json", R"({"model_type": "bert"})");
  TrainingRequest asked = request();
  asked.model = "s3://jobs/plain/";
  accept("from-plain", asked);
  EXPECT_EQ(end_of("from-plain"), Failed);
  EXPECT_NE(jobs_->find("from-plain")->message().find("s3://jobs/plain is a model's folder; add"),
            std::string::npos)
      << jobs_->find("from-plain")->message();
  const fs::path bundled = share_folder() / "models" / "sempurna-tc-small";
  for (const auto& file : fs::directory_iterator(bundled))
    put("first/output/model/" + file.path().filename().string(), read_file(file.path()));
  put("first/output/model/training.json", R"({"format": 2, "task": "text-classification",
      "parent": {"model_id": "sempurna-tc-small", "model_type": "bert"},
      "lineage": ["sempurna-tc-small"], "licence": "Apache-2.0"})");
  asked.model = "s3://jobs/first/output/model/";
  accept("from-loose", asked);
  EXPECT_EQ(end_of("from-loose"), Completed) << jobs_->find("from-loose")->message();
  const JobFolder job{home() / "jobs" / "from-loose"};
  EXPECT_FALSE(fs::is_symlink(job.channel("model")));
  EXPECT_TRUE(fs::exists(job.channel("model") / "model.safetensors"));
  EXPECT_EQ(read_job_input(job).ancestry.names,
            (std::vector<std::string>{"sempurna-tc-small", "first"}));
}

}  // namespace
}  // namespace sempurna
