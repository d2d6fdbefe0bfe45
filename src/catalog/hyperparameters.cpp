#include "catalog/hyperparameters.h"

#include "catalog/tasks.h"

namespace sempurna {

const Fields<Hyperparameters>& hyperparameter_fields(Task task) {
  static const std::vector<Fields<Hyperparameters>> kOfEach = [] {
    std::vector<Fields<Hyperparameters>> all;
    for (const TaskFacts& facts : tasks()) all.push_back(facts.fields());
    return all;
  }();
  return kOfEach.at(static_cast<size_t>(task));
}

bool is_toolkit_hyperparameter(std::string_view name) {
  return name.starts_with("sagemaker_") || name == "_tuning_objective_metric";
}

Hyperparameters read_hyperparameters(Task task, const std::map<std::string, std::string>& defaults,
                                     const std::map<std::string, std::string>& given) {
  const auto& fields = hyperparameter_fields(task);
  Hyperparameters h = fields.defaults();
  std::vector<std::string> faults;
  for (const auto& [name, value] : defaults) fields.set(h, name, value);
  std::map<std::string, std::string> spelt;
  for (const auto& [name, value] : given) {
    if (is_toolkit_hyperparameter(name)) continue;
    if (const Field* field = fields.find(name)) {
      const auto [before, first] = spelt.emplace(field->name, name);
      if (!first) {
        faults.push_back(fmt::format("{} and {} are the same hyperparameter; give one of them",
                                     before->second, name));
        continue;
      }
    }
    try {
      fields.set(h, name, value);
    } catch (const Error& error) {
      faults.emplace_back(error.what());
    }
  }
  for (auto& fault : check_together(task, h)) faults.push_back(std::move(fault));
  if (faults.empty()) return h;
  std::string all;
  for (const auto& fault : faults) all += (all.empty() ? "" : "; ") + fault;
  throw Error(Code::InvalidArgument, "{}", all);
}

}  // namespace sempurna
