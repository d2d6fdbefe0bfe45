import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { Confirm } from "../shell/confirm";

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
      {isAsking && !isStopping && (
        <Confirm
          header={t("jobs.stop.title", { name })}
          confirmText={t("jobs.stop.confirm")}
          cancelText={t("jobs.stop.cancel")}
          isBusy={stop.isPending}
          error={stop.error}
          failed={t("jobs.stop.failed")}
          onConfirm={() => stop.mutate()}
          onCancel={() => setAsking(false)}
        >
          <Box variant="p">{props.more}</Box>
        </Confirm>
      )}
    </>
  );
}
