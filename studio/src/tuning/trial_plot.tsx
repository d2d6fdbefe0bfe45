import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import type { Trial, TuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { pointsOf } from "./plot";
import { Scatter } from "./scatter";
import { isMaximized, metricOf, tunedOf } from "./trials";

const IN_ORDER = "";

/** The objective of each trial, in their order or against what one hyperparameter was. */
export function TrialPlot({ job, trials }: { job: TuningJob; trials: readonly Trial[] }) {
  const { t } = useLanguage();
  const [wanted, setWanted] = useState<string | null>(null);
  const tuned = tunedOf(job);
  const chosen = wanted ?? tuned[0]?.name ?? IN_ORDER;
  const along = tuned.find((one) => one.name === chosen) ?? null;
  const options = [
    ...tuned.map((one) => ({ value: one.name, label: one.name })),
    { value: IN_ORDER, label: t("tuning.plot.inOrder") },
  ];
  const points = pointsOf(trials, along);
  const without = trials.length - points.length;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t("tuning.plotMore")}
          actions={
            <Select
              ariaLabel={t("tuning.plot.along")}
              options={options}
              selectedOption={options.find((one) => one.value === chosen) ?? null}
              onChange={({ detail }) => setWanted(detail.selectedOption.value ?? IN_ORDER)}
            />
          }
        >
          {t("tuning.plot")}
        </Header>
      }
    >
      {points.length === 0 ? (
        <Box color="text-body-secondary" textAlign="center" padding="l">
          {t("tuning.plot.none")}
        </Box>
      ) : (
        <Scatter
          points={points}
          along={along}
          metric={metricOf(job)}
          maximizes={isMaximized(job)}
          best={job.BestTrainingJob?.TrainingJobName ?? ""}
        />
      )}
      {points.length > 0 && without > 0 && (
        <Box variant="small" color="text-body-secondary">
          {t("tuning.plot.without", { count: without })}
        </Box>
      )}
    </Container>
  );
}
