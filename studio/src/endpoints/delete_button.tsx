import Button from "@cloudscape-design/components/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteEndpoint } from "../api/endpoints";
import { useLanguage } from "../i18n/language";
import { Confirm } from "../shell/confirm";
import { goTo } from "../shell/route";

interface Props {
  name: string;
  isDeleting: boolean;
}

/** Deletes the endpoint, after asking. */
export function DeleteButton({ name, isDeleting }: Props) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteEndpoint(name),
    onSuccess: () => {
      setAsking(false);
      void queries.invalidateQueries({ queryKey: ["endpoints"] });
      goTo("endpoints");
    },
  });
  return (
    <>
      <Button loading={isDeleting} onClick={() => setAsking(true)}>
        {t("endpoints.delete")}
      </Button>
      {isAsking && (
        <Confirm
          header={t("endpoints.delete.title", { name })}
          confirmText={t("endpoints.delete.confirm")}
          cancelText={t("train.cancel")}
          isBusy={remove.isPending}
          error={remove.error}
          failed={t("endpoints.delete.failed")}
          onConfirm={() => remove.mutate()}
          onCancel={() => setAsking(false)}
        >
          {t("endpoints.delete.more")}
        </Confirm>
      )}
    </>
  );
}
