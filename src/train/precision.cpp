#include "train/precision.h"

#include "base/error.h"

namespace sempurna {

Precision precision_of(PrecisionChoice choice, const std::string& recorded, Bf16 bf16) {
  const PrecisionChoice wanted = choice == PrecisionChoice::Auto && !recorded.empty()
                                     ? choice_named<PrecisionChoice>(recorded).value_or(choice)
                                     : choice;
  if (wanted == PrecisionChoice::Fp32) return Precision::Fp32;
  if (wanted == PrecisionChoice::Auto) return bf16.faster ? Precision::Bf16 : Precision::Fp32;
  if (bf16.supported) return Precision::Bf16;
  if (recorded == "bf16") {
    throw Error(Code::InvalidArgument,
                "the job began in bf16, on a processor with AVX512-BF16 or AMX, which this one has "
                "not; resume it on such a machine, or start a job with a new name");
  }
  throw Error(Code::InvalidArgument,
              "precision bf16 needs a processor with AVX512-BF16 or AMX, which this one has not; "
              "set precision to auto or fp32");
}

std::string name(Precision precision) {
  return precision == Precision::Bf16 ? "bf16" : "fp32";
}

}  // namespace sempurna
