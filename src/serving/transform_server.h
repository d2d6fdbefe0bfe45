#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/files.h"
#include "serving/transform_records.h"
#include "store/object_store.h"

namespace sempurna {

/// What transform jobs have of the server that runs them.
struct TransformServer {
  fs::path home;  ///< their folders lie in <home>/transform-jobs
  /// The objects as a job's role may see them. Throws Denied.
  std::function<std::unique_ptr<ObjectStore>(const TransformPlan& plan, const std::string& job)>
      open;
  std::function<void(const std::string&)> log;  ///< a sentence now and then
  /// Bytes that workers may still take, 0 where nobody knows.
  std::function<uint64_t()> available_memory;
  /// Whether something is at work that will give memory back: a job waits for it then. Otherwise
  /// one whose model has no room fails.
  std::function<bool()> gives_memory_back;
};

}  // namespace sempurna
