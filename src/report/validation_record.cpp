#include "report/validation_record.h"

namespace sempurna {

fs::path validation_file(const fs::path& job) {
  return job / "validation.json";
}

}  // namespace sempurna
