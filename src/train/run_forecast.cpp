#include "train/run_forecast.h"

#include "base/files.h"
#include "train/batch_examples.h"
#include "train/checkpoint.h"
#include "train/forecast.h"
#include "train/machine_memory.h"

namespace sempurna {

RunForecast foresee(const JobFolder& job, BuiltRun& built, const RunExamples& examples,
                    const JobData& data, const RunInput& input, Progress& progress) {
  Json estimate = to_json(built.size);
  estimate["stage"] = "static";
  estimate["message"] = words(built.size);
  progress.write("forecast", estimate);
  const fs::path file = job.checkpoints() / "forecast.json";
  if (CheckpointStore::peek_fingerprint(job.checkpoints()) && fs::exists(file))
    return {read_json(file)};

  progress.phase("forecast");
  require_memory(built.size, built.plan);
  RunForecast foretold;
  foretold.peak_before = peak_memory();
  std::unique_ptr<ExampleSource> test;
  if (data.test) test = std::make_unique<BatchExamples>(*data.test->source, input.threads);
  std::vector<ExampleSource*> held_out;
  for (ExampleSource* source : {examples.validation.get(), test.get()}) {
    if (source != nullptr) held_out.push_back(source);
  }
  const Trial trial = try_steps(*built.model, *examples.training, held_out, built.plan,
                                job.checkpoints() / "trial");
  const Forecast f = forecast(built.size, trial, built.plan);
  require_disk(job.root, f.disk_bytes);
  foretold.figures = to_json(f);
  Json event = foretold.figures;
  event["stage"] = "measured";
  event["message"] = "Forecast: " + words(f);
  event["available_memory_bytes"] = available_memory();
  event["free_disk_bytes"] = free_bytes(job.root);
  progress.write("forecast", event);
  write_file_atomic(file, to_pretty(foretold.figures));
  return foretold;
}

}  // namespace sempurna
