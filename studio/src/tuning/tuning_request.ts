import type { ModelCardDetail } from "../api/cards";
import type { CreateHyperParameterTuningJobCommandInput } from "../api/tuning_jobs";
import { listOf } from "../security/lists";
import { requestOf } from "../train/settings";
import { parameterRanges } from "./ranges";
import { fixedValues, type TuningSettings } from "./tuning_settings";

/** For how many epochs a trial trains at most: Hyperband's measure of what a trial costs. */
function mostEpochs(settings: TuningSettings, card: ModelCardDetail): number {
  const range = settings.ranges.find((one) => one.name === "epochs");
  const declared = card.Hyperparameters.find((one) => one.Name === "epochs");
  if (range === undefined) return Number(settings.changed["epochs"] ?? declared?.Default ?? 1);
  const ends = range.isListed ? listOf(range.values) : [range.maximum];
  return Math.max(1, ...ends.map(Number).filter(Number.isFinite));
}

/** The request that the settings make. */
export function tuningRequestOf(
  settings: TuningSettings,
  name: string,
  card: ModelCardDetail,
): CreateHyperParameterTuningJobCommandInput {
  const { strategy, metric } = settings;
  const {
    TrainingJobName: _,
    HyperParameters: fixed,
    ...training
  } = requestOf({ ...settings, changed: fixedValues(settings) }, name, card);
  return {
    HyperParameterTuningJobName: name,
    HyperParameterTuningJobConfig: {
      Strategy: strategy,
      ...(strategy === "Hyperband"
        ? {
            StrategyConfig: {
              HyperbandStrategyConfig: {
                MinResource: 1,
                MaxResource: mostEpochs(settings, card),
              },
            },
          }
        : {}),
      HyperParameterTuningJobObjective: {
        Type: metric.endsWith("loss") ? "Minimize" : "Maximize",
        MetricName: metric,
      },
      ResourceLimits: {
        // Grid tries all that there are.
        ...(strategy === "Grid" ? {} : { MaxNumberOfTrainingJobs: Number(settings.trials) }),
        MaxParallelTrainingJobs: Number(settings.atOnce),
      },
      ParameterRanges: parameterRanges(card.Hyperparameters, settings.ranges, strategy),
      TrainingJobEarlyStoppingType:
        settings.stopsEarly && strategy !== "Hyperband" ? "Auto" : "Off",
    },
    TrainingJobDefinition: {
      ...training,
      StaticHyperParameters: fixed,
    } as CreateHyperParameterTuningJobCommandInput["TrainingJobDefinition"],
  };
}
