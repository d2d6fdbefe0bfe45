#include "store/frame_writer.h"

#include <algorithm>

namespace sempurna {

FrameWriter::FrameWriter(NewFile& file, const DataKey& key) : file_(file) {
  if (!key.empty()) seal_.emplace(key);
}

void FrameWriter::write(std::span<const std::byte> bytes) {
  size_ += bytes.size();
  while (!bytes.empty()) {
    // Only now is it known that a full frame is not the last one.
    if (frame_.size() == kFrameBytes) write_frame(false);
    const auto part = bytes.first(std::min(bytes.size(), kFrameBytes - frame_.size()));
    // Small objects take little memory, and large ones no more than a frame.
    if (frame_.size() + part.size() > kFrameBytes / 4) {
      frame_.reserve(kFrameBytes + kTagBytes + kCheckBytes);
    }
    frame_.insert(frame_.end(), part.begin(), part.end());
    bytes = bytes.subspan(part.size());
  }
}

void FrameWriter::write_frame(bool is_last) {
  const FrameLabel label = frame_label(file_.id(), number_++, is_last);
  if (seal_) {
    const size_t content = frame_.size();
    frame_.resize(content + kTagBytes);
    const std::span frame(frame_);
    seal_->seal(label, frame.first(content), frame.subspan(content).first<kTagBytes>());
  }
  const auto check = frame_check(label, frame_);
  frame_.insert(frame_.end(), check.begin(), check.end());
  file_.write(frame_);
  frame_.clear();
}

}  // namespace sempurna
