import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Toggle from "@cloudscape-design/components/toggle";
import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useRef, useState } from "react";
import { unlessRefused, useStanding } from "../api/asking";
import { lastLogLines, type Logged, type LogLine } from "../api/log";
import { useLanguage } from "../i18n/language";
import { Answer } from "../shell/answer";

const MOST_LINES = 200;
const BETWEEN = 2000;

interface Props {
  of: Logged;
  name: string;
  isRunning: boolean;
}

/** The end of the job's log, as it grows. */
export function LogPanel({ of, name, isRunning }: Props) {
  const { t } = useLanguage();
  const [isFollowing, setFollowing] = useState(true);
  const query = useQuery({
    queryKey: ["job-log", of, name, isRunning],
    queryFn: () => lastLogLines(of, name, MOST_LINES),
    refetchInterval: ({ state }) => unlessRefused(state.error, isRunning ? BETWEEN : false),
    placeholderData: (before) => before,
    staleTime: 0,
  });
  const log = useStanding(query);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t("jobs.log.last", { count: MOST_LINES })}
          actions={
            <Toggle checked={isFollowing} onChange={({ detail }) => setFollowing(detail.checked)}>
              {t("jobs.log.follow")}
            </Toggle>
          }
        >
          {t("jobs.log")}
        </Header>
      }
    >
      <Answer {...log} header={t("jobs.log.failed")}>
        {(lines) =>
          lines.length === 0 ? (
            <Box color="text-body-secondary">{t("jobs.log.none")}</Box>
          ) : (
            <Lines lines={lines} isFollowing={isFollowing} />
          )
        }
      </Answer>
    </Container>
  );
}

function Lines({ lines, isFollowing }: { lines: LogLine[]; isFollowing: boolean }) {
  const { t, format } = useLanguage();
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (isFollowing && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, isFollowing]);
  return (
    <pre
      ref={box}
      role="log"
      className="studio-log"
      tabIndex={0}
      aria-label={t("jobs.log")}
      lang="en"
    >
      {lines.map((line, k) => (
        <div key={k}>
          <span className="studio-log-time">{format.clock(new Date(line.time))} </span>
          {line.text}
        </div>
      ))}
    </pre>
  );
}
