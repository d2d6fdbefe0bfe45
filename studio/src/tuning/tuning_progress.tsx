import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { isAtWork } from "../jobs/states";
import { standingOf } from "./trials";

/** How many trials have ended, and how. */
export function TuningProgress({ job }: { job: TuningJob }) {
  const { t, format } = useLanguage();
  const { ended, atWork, failed, stopped, most } = standingOf(job);
  const isRunning = isAtWork(job.HyperParameterTuningJobStatus);
  const seconds = job.ConsumedResources?.RuntimeInSeconds;
  return (
    <Container header={<Header variant="h2">{t("jobs.progress")}</Header>}>
      <SpaceBetween size="m">
        {isRunning && most !== null && (
          <ProgressBar
            ariaLabel={t("jobs.progress")}
            label={t("tuning.endedOf", { ended, most })}
            value={(100 * ended) / Math.max(1, most)}
          />
        )}
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: t("tuning.ended"),
              value: most === null ? format.number(ended) : t("jobs.epochOf", countOf(ended, most)),
            },
            { label: t("tuning.atWork"), value: format.number(atWork) },
            {
              label: t("tuning.failedStopped"),
              value: `${format.number(failed)} · ${format.number(stopped)}`,
            },
            {
              label: t("tuning.time"),
              value: seconds === undefined ? "–" : format.duration(seconds),
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

function countOf(epoch: number, epochs: number) {
  return { epoch, epochs };
}
