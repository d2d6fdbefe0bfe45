import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { isAtWork } from "../jobs/states";
import { addressOf } from "../shell/route";
import { metricOf, objectiveOf, shownValue, tunedOf } from "./trials";
import { useObjective } from "./use_objective";

/** The best trial so far, with the way to it and to an endpoint of it. */
export function BestTrial({ job }: { job: TuningJob }) {
  const { t } = useLanguage();
  const metric = metricOf(job);
  const objective = useObjective(metric);
  const isRunning = isAtWork(job.HyperParameterTuningJobStatus);
  const best = job.BestTrainingJob;
  const name = best?.TrainingJobName ?? "";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            best !== undefined && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button href={addressOf("jobs", name)}>{t("tuning.best.open")}</Button>
                <Button variant="primary" href={addressOf("deploy", name)}>
                  {t("jobs.deploy")}
                </Button>
              </SpaceBetween>
            )
          }
        >
          {t(isRunning ? "tuning.bestSoFar" : "tuning.best")}
        </Header>
      }
    >
      {best === undefined ? (
        <Box color="text-body-secondary">
          {t(isRunning ? "tuning.best.none" : "tuning.best.noneEver")}
        </Box>
      ) : (
        <KeyValuePairs
          columns={4}
          minColumnWidth={140}
          items={[
            {
              label: metric,
              value: (
                <Box variant="span" fontSize="heading-l" fontWeight="bold">
                  {objective(objectiveOf(best))}
                </Box>
              ),
            },
            ...tunedOf(job).map((one) => ({ label: one.name, value: shownValue(best, one) })),
            {
              label: t("tuning.trial"),
              value: (
                <span className="studio-wrap">
                  <Link href={addressOf("jobs", name)}>{name}</Link>
                </span>
              ),
            },
          ]}
        />
      )}
    </Container>
  );
}
