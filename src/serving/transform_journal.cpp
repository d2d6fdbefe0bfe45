#include "serving/transform_journal.h"

#include <fstream>

#include "base/error.h"
#include "base/json.h"

namespace sempurna {

TransformJournal::TransformJournal(fs::path file) : file_(std::move(file)) {
  std::ifstream in(file_);
  uint64_t whole = 0;
  for (std::string line; std::getline(in, line) && !in.eof();) {
    const Json done = Json::parse(line, nullptr, false);
    if (!done.is_object()) break;
    count(done.value("key", ""), done.value("fault", ""));
    whole += line.size() + 1;
  }
  // The end of a line that was half written when the server was killed must not begin the next.
  std::error_code missing;
  if (fs::exists(file_, missing)) fs::resize_file(file_, whole);
}

void TransformJournal::count(const std::string& key, const std::string& fault) {
  ++progress_.objects;
  progress_.last_key = key;
  if (fault.empty()) return;
  if (faults_++ == 0) first_fault_ = fault;
}

void TransformJournal::add(const TransformInput& input, const std::string& fault) {
  Json done = {{"key", input.key}};
  if (!fault.empty()) done["fault"] = fault;
  std::ofstream out(file_, std::ios::binary | std::ios::app);
  out << to_line(done) << '\n' << std::flush;
  if (!out) {
    throw Error(Code::ResourceLimit, "what is done cannot be noted; the disk may be full");
  }
  count(input.key, fault);
}

}  // namespace sempurna
