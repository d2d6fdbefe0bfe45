#include "pretrain/publish.h"

#include <ATen/ATen.h>

#include "tensor/convert.h"
#include "weights/checkpoint.h"
#include "weights/safetensors.h"

namespace sempurna {

namespace {

void write(const fs::path& file, const std::vector<std::pair<std::string, Tensor>>& tensors) {
  std::vector<Tensor> kept;
  std::vector<TensorView> views;
  kept.reserve(tensors.size());
  for (const auto& [name, tensor] : tensors) {
    kept.push_back(tensor.is_floating_point() ? tensor.detach().to(at::kHalf).contiguous()
                                              : tensor.contiguous());
    views.push_back(to_view(name, kept.back()));
  }
  write_safetensors(file, views);
}

}  // namespace

void write_half(const fs::path& file, const std::vector<Parameter>& parameters) {
  std::vector<std::pair<std::string, Tensor>> tensors;
  for (const Parameter& parameter : parameters)
    tensors.emplace_back(parameter.name, parameter.tensor);
  write(file, tensors);
}

void publish_half(const fs::path& folder, const fs::path& output) {
  make_folders(output);
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename() == "model.safetensors" || !entry.is_regular_file()) continue;
    if (entry.path().filename() == "report.html") continue;
    write_file_atomic(output / entry.path().filename(), read_file(entry.path()));
  }
  const Checkpoint checkpoint = Checkpoint::open(folder);
  std::vector<std::pair<std::string, Tensor>> tensors;
  for (const auto& name : checkpoint.names())
    tensors.emplace_back(name, to_tensor(*checkpoint.find(name)));
  write(output / "model.safetensors", tensors);
}

}  // namespace sempurna
