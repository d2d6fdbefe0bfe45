#include "accepts.h"
#include "weights/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sempurna;
  accepts([&] {
    const Safetensors content = parse_safetensors(std::as_bytes(std::span(data, size)), "fuzz");
    for (const TensorView& tensor : content.tensors) {
      touch(tensor.bytes);
      ensure(bytes_of(tensor.dtype, tensor.shape) == tensor.bytes.size(), "shape fits bytes");
    }
  });
  return 0;
}
