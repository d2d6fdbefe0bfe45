import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";

interface Props {
  name: string;
  isStopping: boolean;
  /** What a stop means. */
  more: string;
  stop: () => Promise<unknown>;
  /** Of the question that says how the job stands. */
  queryKey: readonly string[];
}

/** Stops a job after asking; "Stopping…" until it has stopped. */
export function StopButton(props: Props) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { name, isStopping } = props;
  const stop = useMutation({
    mutationFn: props.stop,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: props.queryKey });
      setAsking(false);
    },
  });
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
          <Box variant="p">{props.more}</Box>
        </SpaceBetween>
      </Modal>
    </>
  );
}
