import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { previewExamples, type Preview } from "../api/preview";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { SeenPictures } from "./seen_pictures";
import { SeenTexts } from "./seen_texts";
import { useSettled } from "./use_settled";

interface Props {
  modelId: string;
  /** The role that would read the data. */
  role: string;
  uri: string;
  /** Those that were changed. */
  hyperparameters: Record<string, string>;
}

/** Some of the data as the first epoch would see them, made by the server when it is opened. */
export function WhatIsSeen({ modelId, role, uri, hyperparameters }: Props) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const question = JSON.stringify([role, uri, hyperparameters]);
  const asked = useSettled(question, 600);
  const seen = useQuery({
    queryKey: ["seen", modelId, asked],
    queryFn: () => previewExamples(modelId, role, uri, hyperparameters),
    enabled: isOpen && asked === question,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <ExpandableSection
      variant="footer"
      headerText={t("data.seen")}
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {seen.error !== null ? (
        <FailureAlert
          header={t("data.seen.failed")}
          thrown={seen.error}
          advice={t("data.checkFailedFix")}
          onTryAgain={() => void seen.refetch()}
        />
      ) : seen.data === undefined ? (
        <StatusIndicator type="loading">{t("data.seen.asking")}</StatusIndicator>
      ) : (
        <Seen preview={seen.data} />
      )}
    </ExpandableSection>
  );
}

function Seen({ preview }: { preview: Preview }) {
  const { t } = useLanguage();
  const readable = preview.Examples.filter((one) => one.IsReadable);
  if (readable.length === 0) {
    return <Box color="text-body-secondary">{t("data.seen.withheld")}</Box>;
  }
  return (
    <SpaceBetween size="xs">
      {preview.Longest === undefined ? (
        <SeenPictures preview={preview} examples={readable} />
      ) : (
        <SeenTexts longest={preview.Longest} examples={readable} />
      )}
      <Box variant="small" color="text-body-secondary">
        {t("data.seen.more")}
      </Box>
    </SpaceBetween>
  );
}
