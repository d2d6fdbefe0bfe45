import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProgressEvent } from "../api/progress";
import { describeValidation, type Validation } from "../api/validation";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { ConfusionMatrix } from "./confusion_matrix";
import { Items } from "./items";
import { lastValidated, type Cell } from "./cells";

interface Props {
  job: string;
  events: readonly ProgressEvent[];
  isRunning: boolean;
}

/** What the model answered on the validation data, from the first validation on. */
export function ValidationPanel({ job, events, isRunning }: Props) {
  const { t } = useLanguage();
  const epoch = lastValidated(events);
  const asked = useQuery({
    // The last answer of a job is that of the epoch that it has kept.
    queryKey: ["validation", job, epoch, isRunning],
    queryFn: () => describeValidation(job),
    enabled: epoch > 0,
    placeholderData: keepPreviousData,
  });
  if (epoch === 0) return null;
  if (asked.error !== null) {
    return (
      <FailureAlert
        header={t("jobs.validation.failed")}
        thrown={asked.error}
        onTryAgain={() => void asked.refetch()}
      />
    );
  }
  return asked.data === undefined || asked.data === null ? null : (
    <Shown job={job} validation={asked.data} />
  );
}

function Shown({ job, validation }: { job: string; validation: Validation }) {
  const { t, format } = useLanguage();
  const [cell, setCell] = useState<Cell | null>(null);
  const values = {
    epoch: format.number(validation.Epoch),
    examples: format.number(validation.Examples),
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t(
            validation.IsKept ? "jobs.validation.ofKept" : "jobs.validation.ofEpoch",
            values,
          )}
        >
          {t("jobs.validation")}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ConfusionMatrix validation={validation} chosen={cell} onChoose={setCell} />
        <Items job={job} validation={validation} cell={cell} onClear={() => setCell(null)} />
        {validation.Listed < validation.Examples && (
          <Box variant="small" color="text-body-secondary">
            {t("jobs.validation.some", { listed: format.number(validation.Listed) })}
          </Box>
        )}
      </SpaceBetween>
    </Container>
  );
}
