#include "catalog/preview_request.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(PreviewRequest, IsReadAsItWasWritten) {
  const PreviewRequest request{.task = Task::TextClassification,
                               .training = "/data/texts",
                               .model = "/models/tiny",
                               .hyperparameters = {{"max_length", "6"}},
                               .most = 4};
  EXPECT_EQ(to_json(read_preview_request(to_json(request))), to_json(request));
}

TEST(PreviewRequest, WithoutWhatItNeedsIsRefused) {
  const Json whole = to_json(PreviewRequest());
  for (const char* member : {"task", "training", "model", "hyperparameters", "most"}) {
    Json request = whole;
    request.erase(member);
    expect_error(Code::DataCorrupt, "the request for a preview is wrong",
                 [&] { read_preview_request(request); });
  }
  for (const auto& [member, value] :
       {std::pair<const char*, Json>{"task", "cooking"}, std::pair<const char*, Json>{"most", 0}}) {
    Json request = whole;
    request[member] = value;
    expect_error(Code::DataCorrupt, "the request for a preview is wrong",
                 [&] { read_preview_request(request); });
  }
}

}  // namespace
}  // namespace sempurna
