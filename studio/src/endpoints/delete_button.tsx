import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteEndpoint } from "../api/endpoints";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
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
        <Modal
          visible
          header={t("endpoints.delete.title", { name })}
          onDismiss={() => setAsking(false)}
          footer={
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" onClick={() => setAsking(false)}>
                  {t("train.cancel")}
                </Button>
                <Button
                  variant="primary"
                  loading={remove.isPending}
                  onClick={() => remove.mutate()}
                >
                  {t("endpoints.delete.confirm")}
                </Button>
              </SpaceBetween>
            </Box>
          }
        >
          <SpaceBetween size="m">
            {remove.error !== null && (
              <FailureAlert header={t("endpoints.delete.failed")} thrown={remove.error} isAction />
            )}
            {t("endpoints.delete.more")}
          </SpaceBetween>
        </Modal>
      )}
    </>
  );
}
