#include "run/ask_worker.h"

#include <chrono>
#include <memory>
#include <thread>

#include "base/files.h"
#include "base/process.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

constexpr uintmax_t kMostAnswer = 64 << 20;
constexpr std::string_view kSpeaker = "sempurna-worker: ";

Exit wait_for(Process& process, const std::function<bool()>& is_unwanted) {
  if (!is_unwanted) return process.wait();
  while (true) {
    if (const auto exit = process.poll()) return *exit;
    if (is_unwanted()) throw Error(Code::Cancelled, "nobody waits for the worker any more");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

/// What it said last, as a sentence of ours.
std::string sentence_in(const std::string& text) {
  const size_t spoken = text.rfind(kSpeaker);
  std::string sentence = text.substr(spoken == std::string::npos ? 0 : spoken + kSpeaker.size());
  while (sentence.ends_with('\n')) sentence.pop_back();
  return sentence;
}

}  // namespace

Json ask_worker(const std::vector<std::string>& arguments, const std::string& otherwise,
                const AskOptions& options) {
  const TemporaryFolder scratch;
  // Beyond its reach: it has the open file alone, and cannot put another in its place.
  const TemporaryFolder beside;
  const fs::path answer = beside.path() / "answer.json";
  std::unique_ptr<Confinement> room;
  if (options.files != nullptr) {
    FileAccess files = *options.files;
    files.write.push_back(scratch.path());
    room = std::make_unique<Confinement>(files);
  }
  std::vector<std::string> command = {worker_program().string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  Process worker(command, {.output = answer, .confinement = room.get()});
  const Exit exit = wait_for(worker, options.is_unwanted);
  if (exit.signal != 0) throw lost_worker(exit, "close other programs, or use a smaller model", "");
  if (fs::file_size(answer) > kMostAnswer)
    throw Error(Code::Internal, "the worker's answer is larger than {} MiB", kMostAnswer >> 20);
  const std::string text = read_file(answer);
  if (exit.ok()) return parse_json(text, "the worker's answer");
  const std::string sentence = sentence_in(text);
  throw Error(Code::InvalidArgument, "{}", sentence.empty() ? otherwise : sentence);
}

}  // namespace sempurna
