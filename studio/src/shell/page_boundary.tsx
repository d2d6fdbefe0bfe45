import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";
import { useLanguage } from "../i18n/language";

interface Props {
  children: ReactNode;
}

/** A page that fails says so in its place, and the others go on. */
export class PageBoundary extends Component<Props, { message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { message: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render() {
    return this.state.message === null ? (
      this.props.children
    ) : (
      <BrokenPage message={this.state.message} />
    );
  }
}

function BrokenPage({ message }: { message: string }) {
  const { t } = useLanguage();
  return (
    <Alert
      type="error"
      header={t("shell.broken")}
      action={<Button onClick={() => location.reload()}>{t("shell.reload")}</Button>}
    >
      {t("shell.brokenMore", { message })}
    </Alert>
  );
}
