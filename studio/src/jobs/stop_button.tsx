import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { stopTrainingJob, type TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";

/** Stops a job after asking; "Stopping…" until it has stopped. */
export function StopButton({ job }: { job: TrainingJob }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const name = job.TrainingJobName ?? "";
  const stop = useMutation({
    mutationFn: () => stopTrainingJob(name),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["job", name] });
      setAsking(false);
    },
  });
  const isStopping = job.TrainingJobStatus === "Stopping";
  return (
    <>
      <Button
        onClick={() => {
          stop.reset();
          setAsking(true);
        }}
        loading={isStopping}
        loadingText={t("jobs.status.Stopping")}
      >
        {t(isStopping ? "jobs.status.Stopping" : "jobs.stop")}
      </Button>
      <Modal
        visible={isAsking && !isStopping}
        header={t("jobs.stop.title", { name })}
        onDismiss={() => setAsking(false)}
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={() => setAsking(false)}>
                {t("jobs.stop.cancel")}
              </Button>
              <Button variant="primary" onClick={() => stop.mutate()} loading={stop.isPending}>
                {t("jobs.stop.confirm")}
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <SpaceBetween size="m">
          {stop.error !== null && (
            <FailureAlert header={t("jobs.stop.failed")} thrown={stop.error} isAction />
          )}
          <Box variant="p">{t("jobs.stop.more")}</Box>
        </SpaceBetween>
      </Modal>
    </>
  );
}
