import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { useStanding } from "../api/asking";
import { NOT_A_TEMPLATE, toFailure } from "../api/failure";
import { listTemplates, type SavedTemplate } from "../api/templates";
import { NameFilter, needsFilter } from "../data/name_filter";
import { usePages } from "../data/use_pages";
import { useLanguage } from "../i18n/language";
import { Stale } from "../shell/answer";
import { FailureAlert } from "../shell/failure_alert";
import { addressOf } from "../shell/route";
import { DeleteTemplate } from "./delete_template";
import { useTemplate } from "./use_template";

/** What was saved of jobs, to train by again. */
export default function TemplatesPage() {
  const { t } = useLanguage();
  const query = useQuery({ queryKey: ["templates"], queryFn: listTemplates });
  const { data, failure, onTryAgain } = useStanding(query);
  if (failure !== null && data === undefined) {
    return (
      <ContentLayout header={<Header variant="h1">{t("templates.title")}</Header>}>
        <FailureAlert
          header={t("templates.failedToList")}
          thrown={failure}
          onTryAgain={onTryAgain}
        />
      </ContentLayout>
    );
  }
  return (
    <>
      <Stale failure={failure} onTryAgain={onTryAgain} />
      <Templates all={data ?? []} isLoading={data === undefined} />
    </>
  );
}

function Templates({ all, isLoading }: { all: readonly SavedTemplate[]; isLoading: boolean }) {
  const { t, format } = useLanguage();
  const pages = usePages(all);
  return (
    <Table
      variant="full-page"
      stickyHeader
      items={pages.items}
      trackBy="name"
      loading={isLoading}
      loadingText={t("shell.loading")}
      header={
        <Header variant="h1" description={t("templates.intro")}>
          {t("templates.title")}
        </Header>
      }
      filter={needsFilter(pages) && <NameFilter pages={pages} />}
      empty={<NoTemplates />}
      columnDefinitions={[
        {
          id: "name",
          header: t("templates.name"),
          isRowHeader: true,
          cell: ({ name }) => <Link href={addressOf("train-template", name)}>{name}</Link>,
        },
        {
          id: "model",
          header: t("jobs.facts.parent"),
          cell: ({ name }) => <Model name={name} />,
        },
        {
          id: "saved",
          header: t("templates.savedAt"),
          cell: ({ saved }) => (saved === undefined ? "–" : format.dateTime(saved)),
        },
        {
          id: "delete",
          header: t("endpoints.delete"),
          cell: ({ name }) => <DeleteTemplate name={name} />,
        },
      ]}
    />
  );
}

/** Only the template itself knows it. */
function Model({ name }: { name: string }) {
  const { data, error } = useTemplate(name);
  const { t } = useLanguage();
  if (error !== null) {
    const failure = toFailure(error);
    return failure.code === NOT_A_TEMPLATE ? (
      t("templates.notOne")
    ) : (
      <span lang="en">{failure.message}</span>
    );
  }
  return <>{data?.ModelId ?? "…"}</>;
}

function NoTemplates() {
  const { t } = useLanguage();
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="s">
        <Box variant="strong">{t("templates.none")}</Box>
        <Box variant="p" color="text-body-secondary">
          {t("templates.noneMore")}
        </Box>
        <Button href={addressOf("jobs")}>{t("jobs.toJobs")}</Button>
      </SpaceBetween>
    </Box>
  );
}
