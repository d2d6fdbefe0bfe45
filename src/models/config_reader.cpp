#include "models/config_reader.h"

#include <array>
#include <utility>

#include "base/error.h"

namespace sempurna {
namespace {

// What a field holds, short enough for a sentence.
std::string shown(const Json& value) {
  std::string text = to_line(value);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

// transformers' ACT2FN: several names of one function differ in how it is computed there.
constexpr std::array<std::pair<std::string_view, kernels::Activation>, 18> kActivations = {{
    {"gelu", kernels::Activation::Gelu},
    {"gelu_10", kernels::Activation::Gelu10},
    {"gelu_accurate", kernels::Activation::GeluTanh},
    {"gelu_fast", kernels::Activation::GeluTanh},
    {"gelu_new", kernels::Activation::GeluTanh},
    {"gelu_python", kernels::Activation::Gelu},
    {"gelu_pytorch_tanh", kernels::Activation::GeluTanh},
    {"laplace", kernels::Activation::Laplace},
    {"linear", kernels::Activation::None},
    {"mish", kernels::Activation::Mish},
    {"quick_gelu", kernels::Activation::QuickGelu},
    {"relu", kernels::Activation::Relu},
    {"relu2", kernels::Activation::Relu2},
    {"relu6", kernels::Activation::Relu6},
    {"sigmoid", kernels::Activation::Sigmoid},
    {"silu", kernels::Activation::Silu},
    {"swish", kernels::Activation::Silu},
    {"tanh", kernels::Activation::Tanh},
}};

}  // namespace

ConfigReader::ConfigReader(const Json& config) : config_(config) {
  if (!config.is_object()) {
    throw Error(Code::InvalidArgument, "config.json holds {}, but must hold a JSON object",
                shown(config));
  }
}

const Json& ConfigReader::at(std::string_view field) const {
  static const Json kNull;
  const auto found = config_.find(field);
  return found == config_.end() ? kNull : *found;
}

int64_t ConfigReader::count(std::string_view field, int64_t least, int64_t most,
                            std::optional<int64_t> missing) const {
  const Json& value = at(field);
  if (value.is_null() && missing) return *missing;
  const bool unsigned_too_large =
      value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX);
  if (!value.is_number_integer() || unsigned_too_large || value.get<int64_t>() < least ||
      value.get<int64_t>() > most) {
    throw Error(Code::InvalidArgument,
                "config.json has {} for '{}', which must be a whole number from {} to {}",
                value.is_null() ? "nothing" : shown(value), field, least, most);
  }
  return value.get<int64_t>();
}

double ConfigReader::rate(std::string_view field, double missing) const {
  const Json& value = at(field);
  if (value.is_null()) return missing;
  if (!value.is_number() || !(value.get<double>() >= 0) || !(value.get<double>() < 1)) {
    throw Error(Code::InvalidArgument,
                "config.json has {} for '{}', which must be a number from 0 to below 1",
                shown(value), field);
  }
  return value.get<double>();
}

double ConfigReader::small(std::string_view field, double missing) const {
  const Json& value = at(field);
  if (value.is_null()) return missing;
  if (!value.is_number() || !(value.get<double>() > 0) || !(value.get<double>() <= 1)) {
    throw Error(Code::InvalidArgument,
                "config.json has {} for '{}', which must be a number above 0 and at most 1",
                shown(value), field);
  }
  return value.get<double>();
}

double ConfigReader::number(std::string_view field, double least, double most,
                            double missing) const {
  const Json& value = at(field);
  if (value.is_null()) return missing;
  if (!value.is_number() || !(value.get<double>() >= least) || !(value.get<double>() <= most)) {
    throw Error(Code::InvalidArgument,
                "config.json has {} for '{}', which must be a number from {} to {}", shown(value),
                field, least, most);
  }
  return value.get<double>();
}

std::vector<int64_t> ConfigReader::counts(std::string_view field, size_t least_length,
                                          size_t most_length, int64_t least, int64_t most,
                                          const std::vector<int64_t>& missing) const {
  const Json& value = at(field);
  if (value.is_null()) return missing;
  bool fits = value.is_array() && value.size() >= least_length && value.size() <= most_length;
  std::vector<int64_t> result;
  for (size_t i = 0; fits && i < value.size(); ++i) {
    const Json& item = value[i];
    fits = item.is_number_integer() && item >= least && item <= most;
    if (fits) result.push_back(item.get<int64_t>());
  }
  if (!fits) {
    throw Error(Code::InvalidArgument,
                "config.json has {} for '{}', which must be a list of {} to {} whole numbers, each "
                "from {} to {}",
                shown(value), field, least_length, most_length, least, most);
  }
  return result;
}

std::string ConfigReader::text(std::string_view field, std::string_view missing) const {
  const Json& value = at(field);
  if (value.is_null()) return std::string(missing);
  if (!value.is_string()) {
    throw Error(Code::InvalidArgument, "config.json has {} for '{}', which must be a text",
                shown(value), field);
  }
  return value.get<std::string>();
}

bool ConfigReader::flag(std::string_view field, bool missing) const {
  const Json& value = at(field);
  if (value.is_null()) return missing;
  if (!value.is_boolean()) {
    throw Error(Code::InvalidArgument, "config.json has {} for '{}', which must be true or false",
                shown(value), field);
  }
  return value.get<bool>();
}

kernels::Activation ConfigReader::activation(std::string_view field,
                                             std::string_view missing) const {
  const std::string wanted = text(field, missing);
  std::string known;
  for (const auto& [name, activation] : kActivations) {
    if (name == wanted) return activation;
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  throw Error(Code::InvalidArgument, "config.json has {} for '{}'; those known here are {}",
              shown(wanted), field, known);
}

void ConfigReader::require(std::string_view field, const Json& only) const {
  const Json& value = at(field);
  if (value.is_null() || value == only) return;
  throw Error(Code::InvalidArgument,
              "config.json has {} for '{}', but this model can be trained here only with {}",
              shown(value), field, shown(only));
}

}  // namespace sempurna
