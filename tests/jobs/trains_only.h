#pragma once

#include <memory>

#include "base/error.h"
#include "run/executor.h"

namespace sempurna {

/// What the workers of jobs' tests have in common: none answers for a model.
struct TrainsOnly : public Executor {
  std::unique_ptr<Execution> serve(const ServedModel&, const WorkerOptions&) override {
    throw Error(Code::Internal, "no job serves a model");
  }
};

}  // namespace sempurna
