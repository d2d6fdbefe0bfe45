import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { connection, isServerThere } from "../api/connection";
import { useLanguage } from "../i18n/language";

const BETWEEN = 2000;
const BACK_FOR = 5000;

type Notices = FlashbarProps.MessageDefinition[];

/** Says that the server does not answer, asks until it does, and then has all asked anew. */
export function useConnectionNotices(): Notices {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const isLost = useSyncExternalStore(connection.subscribe, connection.isLost);
  const wasLost = useRef(false);
  const [isBack, setBack] = useState(false);

  useEffect(() => {
    if (isLost) {
      wasLost.current = true;
      setBack(false);
      const timer = setInterval(() => {
        void isServerThere().then((isThere) => {
          if (isThere) connection.answered();
        });
      }, BETWEEN);
      return () => clearInterval(timer);
    }
    if (!wasLost.current) return;
    wasLost.current = false;
    setBack(true);
    void queries.invalidateQueries();
    const timer = setTimeout(() => setBack(false), BACK_FOR);
    return () => clearTimeout(timer);
  }, [isLost, queries]);

  const items: Notices = [];
  if (isLost) {
    items.push({
      id: "lost",
      type: "warning",
      loading: false,
      header: t("shell.lost"),
      content: t("shell.lostMore"),
      ariaRole: "alert",
    });
  } else if (isBack) {
    items.push({
      id: "back",
      type: "success",
      content: t("shell.back"),
      dismissible: true,
      dismissLabel: t("shell.dismiss"),
      onDismiss: () => setBack(false),
      ariaRole: "status",
    });
  }
  return items;
}
