import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";
import { Failure, PART_GONE } from "../api/failure";
import { useLanguage } from "../i18n/language";
import { Sentence } from "./failure_alert";

interface Props {
  children: ReactNode;
}

/** A page that fails says so in its place, and the others go on. */
export class PageBoundary extends Component<Props, { thrown: unknown; isBroken: boolean }> {
  override state = { thrown: null, isBroken: false };

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown, isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <BrokenPage thrown={this.state.thrown} /> : this.props.children;
  }
}

function BrokenPage({ thrown }: { thrown: unknown }) {
  const { t } = useLanguage();
  const isGone = thrown instanceof Failure && thrown.code === PART_GONE;
  return (
    <Alert
      type="error"
      header={t("shell.broken")}
      action={<Button onClick={() => location.reload()}>{t("shell.reload")}</Button>}
    >
      {t(isGone ? "shell.whatToDo.renewed" : "shell.brokenMore")}
      {!isGone && <Sentence text={thrown instanceof Error ? thrown.message : String(thrown)} />}
    </Alert>
  );
}
