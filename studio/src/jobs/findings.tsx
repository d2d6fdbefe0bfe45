import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ProgressEvent } from "../api/progress";
import { FindingList } from "../data/finding_list";
import { useLanguage } from "../i18n/language";
import { findingsOf } from "./history";

/** What the check of the data has seen, the worst first; nothing when it has seen nothing. */
export function Findings({ events }: { events: readonly ProgressEvent[] }) {
  const { t } = useLanguage();
  const findings = findingsOf(events);
  if (findings.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${findings.length})`}>
          {t("jobs.findings")}
        </Header>
      }
    >
      <FindingList findings={findings} />
    </Container>
  );
}
