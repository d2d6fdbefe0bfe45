#pragma once

#include "base/files.h"

namespace sempurna {

struct ExportOptions {
  fs::path archive;  ///< a model.tar.gz or its unpacked folder
  fs::path output;   ///< a folder that is not there yet
};

/// Makes a folder of what another program needs to answer as the model does: model.onnx, the files
/// of its tokenizer or preprocessor, its labels, and certificate.json, which says what goes in and
/// comes out and how far the graph's logits lie from the model's own on examples drawn at random.
/// Prints where it is. Throws what Predictor::open() throws, AlreadyExists, InvalidArgument for a
/// model that has no drawing, and Internal, with nothing written, when the logits differ by more
/// than kMostDifference.
int export_onnx(const ExportOptions& options);

constexpr double kMostDifference = 1e-4;

}  // namespace sempurna
