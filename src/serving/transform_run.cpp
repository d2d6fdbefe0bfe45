#include "serving/transform_run.h"

#include "dataset/finding.h"
#include "serving/checked_store.h"
#include "serving/object_records.h"

namespace sempurna {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto kTellEvery = 10s;

/// What is wrong with an object, as against the machine or this program.
bool is_of_object(Code code) {
  return code == Code::InvalidArgument || code == Code::NotFound || code == Code::Denied ||
         code == Code::DataCorrupt;
}

/// The worker's sentence, which it ends for people with a line's end.
std::string sentence_of(std::string body) {
  while (body.ends_with('\n')) body.pop_back();
  return body;
}

/// Why the model did not answer, whatever it was asked.
std::string silence(const ModelAnswer& answer, const TransformPlan& plan) {
  if (answer.outcome == ModelAnswer::Outcome::TooSlow) {
    return fmt::format("the model did not answer within {} seconds", plan.seconds);
  }
  if (answer.outcome == ModelAnswer::Outcome::Gone) return "the worker ended before it answered";
  return sentence_of(answer.body);
}

/// What fails as an object is read is its own fault, but for what befalls the machine.
template <typename Read>
void read_of(std::string& fault, const Read& read) {
  try {
    read();
  } catch (const Error& error) {
    if (!is_of_object(error.code())) throw;
    fault = error.what();
  }
}

}  // namespace

TransformRun::TransformRun(const TransformServer& server, MemoryTurn& turn, Executor& executor,
                           TransformRecord record, const fs::path& folder, fs::path socket)
    : server_(server),
      turn_(turn),
      executor_(executor),
      record_(std::move(record)),
      output_(Location::parse(plan_.output)),
      folder_(folder),
      socket_(std::move(socket)),
      log_(JobFolder{folder}),
      journal_(folder / kTransformJournal) {}

void TransformRun::run(const std::function<void()>& on_ready) {
  if (!record_.began) {
    for (const auto& remark : plan_.remarks) log_.add(remark);
  } else {
    log_.add(fmt::format("The server was ended; the job goes on behind {}",
                         counted(static_cast<int64_t>(journal_.progress().objects), "objects")));
  }
  objects_ = std::make_unique<CheckedStore>(server_.open(plan_, record_.name), [this] {
    if (ends_) throw Error(Code::Cancelled, "stopped as asked");
  });
  worker_ = std::make_unique<TransformWorker>(server_, turn_, executor_, record_, *objects_,
                                              folder_, socket_, ends_);
  // Threads that ask it end when it does.
  struct End {
    TransformWorker& worker;
    ~End() { worker.end(); }
  } const end{*worker_};
  on_ready();
  answer_all();
  if (journal_.faults() == 0) return;
  const std::string more =
      journal_.faults() == 1
          ? ""
          : fmt::format("; {} could not be answered, which the log names",
                        counted(static_cast<int64_t>(journal_.faults()), "objects"));
  throw Error(Code::InvalidArgument, "{}{}", journal_.first_fault(), more);
}

void TransformRun::answer_all() {
  told_at_ = steady_clock::now();
  TransformInputs inputs(*objects_, plan_, journal_.progress());
  while (auto input = inputs.next()) {
    const auto object = std::make_shared<Object>(std::move(*input));
    ask_for(object);
    awaited_.push_back({object, {}});
    // Nothing is behind which these would have to wait.
    while (!awaited_.empty() && !awaited_.front().answer.valid()) take_next();
  }
  while (!awaited_.empty()) take_next();
  if (journal_.progress().objects == 0) {
    throw Error(Code::NotFound, "no objects are at {}", plan_.input);
  }
  tell_progress();
}

void TransformRun::ask_for(const std::shared_ptr<Object>& object) {
  std::optional<ObjectRecords> records;
  read_of(object->fault, [&] { records.emplace(*objects_, plan_, object->input, folder_); });
  // What is left of an object that will have no output is not asked.
  while (object->fault.empty()) {
    std::optional<std::string> record;
    read_of(object->fault, [&] { record = records->next(); });
    if (!record) return;
    while (asked_ >= plan_.at_once) take_next();
    awaited_.push_back({object, worker_->ask(std::move(*record)), records->line()});
    ++asked_;
  }
}

void TransformRun::take_next() {
  Awaited next = std::move(awaited_.front());
  awaited_.pop_front();
  if (!next.answer.valid()) return finish(*next.object);
  --asked_;
  try {
    take_answer(next, worker_->wait(next.answer));
  } catch (...) {
    // Its thread, which ends when the worker does, is waited for with the others.
    awaited_.push_front(std::move(next));
    throw;
  }
}

void TransformRun::take_answer(Awaited& next, const ModelAnswer& answer) {
  Object& object = *next.object;
  if (!object.fault.empty()) return;
  const std::string where = place_of_record(object.input.place(), next.line);
  if (answer.outcome != ModelAnswer::Outcome::Answered || answer.status >= 500) {
    throw Error(Code::Unavailable, "{}: {}", where, silence(answer, plan_));
  }
  if (answer.status != 200) {
    object.fault = fmt::format("{}: {}", where, sentence_of(answer.body));
    object.output.reset();
    return;
  }
  ++records_;
  ObjectWriter& output = output_of(object);
  output.write(answer.body);
  if (plan_.ends_lines) output.write("\n");
  if (steady_clock::now() >= told_at_ + kTellEvery) tell_progress();
}

ObjectWriter& TransformRun::output_of(Object& object) {
  if (!object.output) {
    object.output = objects_->write(output_.bucket, output_key(output_, object.input), {});
  }
  return *object.output;
}

void TransformRun::finish(Object& object) {
  if (object.fault.empty()) {
    output_of(object).commit();
  } else {
    log_.add(object.fault);
  }
  journal_.add(object.input, object.fault);
}

void TransformRun::tell_progress() {
  told_at_ = steady_clock::now();
  log_.add(fmt::format("{} done, {} answered since the model was ready",
                       counted(static_cast<int64_t>(journal_.progress().objects), "objects"),
                       counted(static_cast<int64_t>(records_), "records")));
}

}  // namespace sempurna
