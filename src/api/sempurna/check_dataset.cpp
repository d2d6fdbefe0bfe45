#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

#include "api/sagemaker/check_places.h"
#include "api/sagemaker/hub.h"
#include "api/sagemaker/passed_role.h"
#include "api/sempurna/handlers.h"
#include "catalog/card.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "dataset/parts.h"
#include "dataset/tasks.h"
#include "jobs/training_jobs.h"

namespace sempurna::own {

namespace {

constexpr size_t kMostFindings = 500;

/// One check at a time for each identity: copies of large data would fill the disk.
class CheckTurn {
 public:
  /// Waits for it; `require_waiting` is called meanwhile, and what it throws ends that.
  CheckTurn(std::string owner, const std::function<void()>& require_waiting)
      : owner_(std::move(owner)) {
    std::unique_lock lock(mutex());
    while (!owners().insert(owner_).second) {
      changed().wait_for(lock, std::chrono::milliseconds(100));
      require_waiting();
    }
  }
  ~CheckTurn() {
    const std::lock_guard lock(mutex());
    owners().erase(owner_);
    changed().notify_all();
  }
  CheckTurn(const CheckTurn&) = delete;
  CheckTurn& operator=(const CheckTurn&) = delete;

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  static std::condition_variable& changed() {
    static std::condition_variable one;
    return one;
  }
  static std::set<std::string>& owners() {
    static std::set<std::string> all;
    return all;
  }

  std::string owner_;
};

/// The copies of what a check reads, until it is done.
class Staged {
 public:
  Staged(Operation& op, ObjectStore& objects)
      : copies_(op.services.jobs->copies()),
        name_("check " + op.call.request.id),
        store_{objects, "this server",
               [this, &objects](const ObjectInfo& object) {
                 require_waiting();
                 objects.head(object.bucket, object.key);
               }},
        is_abandoned_(op.call.request.is_abandoned),
        turn_(op.call.from.caller.owner, [this] { require_waiting(); }) {}
  ~Staged() { copies_.release(name_); }
  Staged(const Staged&) = delete;
  Staged& operator=(const Staged&) = delete;

  std::string copy(const std::string& uri, const char* member) {
    if (uri.empty()) return "";
    return copies_.stage(name_, store_, sagemaker::s3_location(uri, member),
                         [this] { require_waiting(); });
  }

 private:
  void require_waiting() const {
    if (is_abandoned_()) throw Error(Code::Cancelled, "nobody waits for this check any more");
  }

  StagedCopies& copies_;
  std::string name_;
  NamedStore store_;
  std::function<bool()> is_abandoned_;
  CheckTurn turn_;
};

Json to_members(const Finding& finding) {
  const auto given = [](const std::string& text) { return with_s3_places(text, home_folder()); };
  Json json = {{"Severity", name(finding.severity)},
               {"Code", finding.code},
               {"Message", given(finding.message)}};
  if (!finding.file.empty()) json["File"] = given(finding.file);
  if (finding.row > 0) json["Row"] = finding.row;
  if (!finding.remedy.empty()) json["Remedy"] = given(finding.remedy);
  return json;
}

Json to_members(const CheckedChannel& channel) {
  Json classes = Json::array();
  for (size_t k = 0; k < channel.classes.size(); ++k)
    classes.push_back({{"Name", channel.classes[k]}, {"Count", channel.counts[k]}});
  return {{"ChannelName", channel.name}, {"Classes", std::move(classes)}};
}

Json answer(const CheckOutcome& checked, const Findings& of_places) {
  Findings findings = checked.findings;
  findings.insert(findings.end(), of_places.begin(), of_places.end());
  std::ranges::stable_sort(findings, {}, &Finding::severity);
  const auto count = [&](Severity severity) {
    return std::ranges::count(findings, severity, &Finding::severity);
  };
  Json output = {{"IsFit", !has_errors(findings)},
                 {"Errors", count(Severity::Error)},
                 {"Warnings", count(Severity::Warning)},
                 {"Facts", count(Severity::Fact)}};
  for (const char* list : {"Findings", "Channels"}) output[list] = Json::array();
  for (const Finding& finding : std::span(findings).first(std::min(findings.size(), kMostFindings)))
    output["Findings"].push_back(to_members(finding));
  for (const auto& channel : checked.channels) output["Channels"].push_back(to_members(channel));
  return output;
}

}  // namespace

Json check_dataset(Operation& op) {
  const std::string role_arn = op.required("RoleArn");
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  const std::string id = op.required("ModelId");
  const Card* card = catalog.find(id);
  if (card == nullptr || !sagemaker::may_see(op, *card))
    throw JsonError("ResourceNotFound", "There is no model card '{}'; ListModelCards names all",
                    id);
  sagemaker::authorize_role(op, role_arn);
  sagemaker::RoleStore objects = sagemaker::role_store(op, role_arn);
  sagemaker::check_data(op.services, objects, op.required("Training"), card->task, role_arn);
  Staged staged(op, objects);
  const Channels copies{staged.copy(op.required("Training"), "Training"),
                        staged.copy(op.text("Validation"), "Validation"),
                        staged.copy(op.text("Test"), "Test")};
  const PlacedChannels placed = place_channels(copies, card->task);
  const TaskData& data = data_of(card->task);
  CheckOptions how;
  if (card->here())
    data.judge_by(card->folder, read_hyperparameters(card->task, card->hyperparameters, {}), how);
  return answer(data.check(placed.channels, how), placed.findings);
}

}  // namespace sempurna::own
