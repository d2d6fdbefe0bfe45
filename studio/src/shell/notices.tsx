import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { useSyncExternalStore } from "react";
import { useLanguage } from "../i18n/language";
import { link, linkWords } from "../session/link";
import { useConnectionNotices } from "./connection_notices";

interface Props {
  /** Whether a link that failed is told by the page itself. */
  withoutLink?: boolean;
}

/** What is said above every page: of the connection, of a language, of a link that failed. */
export function Notices({ withoutLink = false }: Props) {
  const { t, missing } = useLanguage();
  const linkState = useSyncExternalStore(link.subscribe, link.get);
  const items: FlashbarProps.MessageDefinition[] = [...useConnectionNotices()];
  if (missing !== null) {
    items.push({
      id: "language",
      type: "warning",
      content: t("shell.noLanguage", { language: missing }),
      ariaRole: "alert",
    });
  }
  if (!withoutLink && linkState !== "none" && linkState !== "trying") {
    const words = linkWords(linkState);
    items.push({
      id: "link",
      type: "error",
      header: t(words.header),
      content: t(words.advice),
      dismissible: true,
      dismissLabel: t("shell.dismiss"),
      onDismiss: link.dismiss,
      ariaRole: "alert",
    });
  }
  return <Flashbar items={items} />;
}
