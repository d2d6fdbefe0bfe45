import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../api/failure";
import { saveTemplate } from "../api/templates";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { isJobName, withoutNumber } from "../names/job_name";
import { Confirm } from "../shell/confirm";
import { addressOf } from "../shell/route";
import { TextField } from "../shell/text_field";
import { templateOfJob } from "./of_job";

interface Props {
  job: TrainingJob;
  modelId: string;
}

function isTaken(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.code === "PreconditionFailed";
}

/** Keeps what a job was asked for, by a name. */
export function SaveButton({ job, modelId }: Props) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [name, setName] = useState(() => withoutNumber(job.TrainingJobName ?? ""));
  const save = useMutation({
    mutationFn: (as: string) => saveTemplate(as, templateOfJob(job, modelId)),
    onSuccess: () => {
      setAsking(false);
      void queries.invalidateQueries({ queryKey: ["templates"] });
    },
  });
  const isRight = isJobName(name);
  const fault = !isRight
    ? t("train.name.bad")
    : isTaken(save.error)
      ? t("templates.taken")
      : undefined;
  if (save.isSuccess) {
    return (
      <Box padding={{ vertical: "xxs" }} color="text-status-success">
        {t("templates.saved")} <Link href={addressOf("templates")}>{t("templates.show")}</Link>
      </Box>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("templates.save")}</Button>
      {isAsking && (
        <Confirm
          header={t("templates.save")}
          confirmText={t("templates.save.confirm")}
          cancelText={t("train.cancel")}
          isBusy={save.isPending}
          error={isTaken(save.error) ? null : save.error}
          failed={t("templates.save.failed")}
          onConfirm={() => isRight && save.mutate(name)}
          onCancel={() => setAsking(false)}
        >
          <Box variant="p">{t("templates.save.more")}</Box>
          <TextField
            label={t("templates.name")}
            fault={fault}
            value={name}
            onChange={(next) => {
              save.reset();
              setName(next);
            }}
          />
        </Confirm>
      )}
    </>
  );
}
