#include "catalog/hyperparameters.h"

#include "catalog/families.h"
#include "catalog/tasks.h"

namespace sempurna {

namespace {

using AllFields = std::vector<Fields<Hyperparameters>>;

AllFields fields_of_tasks() {
  AllFields all;
  for (const TaskFacts& facts : tasks()) all.push_back(facts.fields());
  return all;
}

Fields<Hyperparameters> fields_of(const Family& family, const Fields<Hyperparameters>& of_task) {
  Hyperparameters h = of_task.defaults();
  for (const auto& [name, value] : family.settled) of_task.set(h, name, value);
  return of_task.only(family.hyperparameters, h, "models of the family " + family.model_type);
}

/// By family; of those alone that have fewer than their tasks.
std::map<std::string, AllFields, std::less<>> fields_of_families(const AllFields& of_tasks) {
  std::map<std::string, AllFields, std::less<>> all;
  for (const Family& family : families()) {
    if (family.hyperparameters.empty()) continue;
    for (const TaskFacts& facts : tasks()) {
      const auto& of_task = of_tasks.at(static_cast<size_t>(facts.task));
      all[family.model_type].push_back(does(family, facts.task) ? fields_of(family, of_task)
                                                                : of_task);
    }
  }
  return all;
}

}  // namespace

const Fields<Hyperparameters>& hyperparameter_fields(const ModelKind& kind) {
  static const AllFields kOfTasks = fields_of_tasks();
  static const auto kOfFamilies = fields_of_families(kOfTasks);
  const auto found = kOfFamilies.find(kind.family);
  return (found == kOfFamilies.end() ? kOfTasks : found->second).at(static_cast<size_t>(kind.task));
}

bool is_toolkit_hyperparameter(std::string_view name) {
  return name.starts_with("sagemaker_") || name == "_tuning_objective_metric";
}

Hyperparameters read_hyperparameters(const ModelKind& kind,
                                     const std::map<std::string, std::string>& defaults,
                                     const std::map<std::string, std::string>& given) {
  const auto& fields = hyperparameter_fields(kind);
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
  for (auto& fault : check_together(kind.task, h)) faults.push_back(std::move(fault));
  if (faults.empty()) return h;
  std::string all;
  for (const auto& fault : faults) all += (all.empty() ? "" : "; ") + fault;
  throw Error(Code::InvalidArgument, "{}", all);
}

}  // namespace sempurna
