#include "kernels/bf16.h"

namespace sempurna::kernels {

bool bf16_supported() {
  return false;
}

}  // namespace sempurna::kernels
