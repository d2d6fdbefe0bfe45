import Button from "@cloudscape-design/components/button";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteTemplate } from "../api/templates";
import { useLanguage } from "../i18n/language";
import { Confirm } from "../shell/confirm";

/** Forgets a template, after asking. */
export function DeleteTemplate({ name }: { name: string }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteTemplate(name),
    onSuccess: async () => {
      queries.removeQueries({ queryKey: ["template", name] });
      await queries.invalidateQueries({ queryKey: ["templates"] });
      setAsking(false);
    },
  });
  const header = t("endpoints.delete.title", { name });
  return (
    <>
      <Button
        variant="inline-icon"
        iconName="remove"
        ariaLabel={header}
        onClick={() => setAsking(true)}
      />
      {isAsking && (
        <Confirm
          header={header}
          confirmText={t("templates.delete")}
          cancelText={t("train.cancel")}
          isBusy={remove.isPending}
          error={remove.error}
          failed={t("templates.delete.failed")}
          onConfirm={() => remove.mutate()}
          onCancel={() => setAsking(false)}
        >
          {t("templates.delete.more")}
        </Confirm>
      )}
    </>
  );
}
