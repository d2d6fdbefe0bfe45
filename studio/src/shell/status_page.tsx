import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language";
import type { StatusLook } from "../jobs/states";

interface Props {
  name: string;
  look: StatusLook;
  /** What can be done with it. */
  actions: ReactNode;
  /** Said above it all where something could not be asked for again. */
  stale: ReactNode;
  children: ReactNode;
}

/** A page of something that stands one way or another. */
export function StatusPage({ name, look, actions, stale, children }: Props) {
  const { t } = useLanguage();
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<StatusIndicator type={look.type}>{t(look.key)}</StatusIndicator>}
          actions={actions}
        >
          {name}
        </Header>
      }
    >
      {stale}
      <SpaceBetween size="l">{children}</SpaceBetween>
    </ContentLayout>
  );
}
