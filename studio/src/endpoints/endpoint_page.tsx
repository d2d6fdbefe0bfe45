import Alert from "@cloudscape-design/components/alert";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { unlessRefused, useStanding } from "../api/asking";
import { describeDeployed, describeEndpoint, type Endpoint } from "../api/endpoints";
import { useModelCards } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { FailureReason } from "../shell/failure_reason";
import { PageOf } from "../shell/page_of";
import { addressOf } from "../shell/route";
import { StatusPage } from "../shell/status_page";
import { TryIt } from "../try_it/try_it";
import { DeleteButton } from "./delete_button";
import { EndpointFacts } from "./endpoint_facts";
import { isChanging, lookOfEndpoint } from "./endpoint_states";

const BETWEEN = 1000;

/** An endpoint: how it stands, and what its model says of a picture or a text. */
export default function EndpointPage({ name }: { name: string }) {
  const { t } = useLanguage();
  const query = useQuery({
    queryKey: ["endpoint", name],
    queryFn: () => describeEndpoint(name),
    refetchInterval: ({ state: { data, error } }) =>
      unlessRefused(error, isChanging(data?.EndpointStatus) ? BETWEEN : 15_000),
    staleTime: 0,
  });
  return (
    <PageOf
      {...useStanding(query)}
      name={name}
      header={t("endpoints.failedToShow")}
      href={addressOf("endpoints")}
      way={t("endpoints.toEndpoints")}
    >
      {(endpoint, stale) => <Known name={name} endpoint={endpoint} stale={stale} />}
    </PageOf>
  );
}

interface KnownProps {
  name: string;
  endpoint: Endpoint;
  /** Said above it where it could not be asked for again. */
  stale: ReactNode;
}

function Known({ name, endpoint, stale }: KnownProps) {
  const { t } = useLanguage();
  const config = endpoint.EndpointConfigName ?? "";
  const deployed = useQuery({
    queryKey: ["deployed", config],
    queryFn: () => describeDeployed(config),
    enabled: config !== "",
    staleTime: 60_000,
  });
  const cards = useModelCards();
  const card = cards.data?.find(
    (one) =>
      one.ModelId === deployed.data?.image || one.Aliases.includes(deployed.data?.image ?? ""),
  );
  const isServing = endpoint.EndpointStatus === "InService";
  // Whether it is for pictures or texts: nobody knows of a model that came from elsewhere.
  const isKnown = !deployed.isPending && !cards.isPending;
  return (
    <StatusPage
      name={name}
      look={lookOfEndpoint(endpoint.EndpointStatus)}
      stale={stale}
      actions={<DeleteButton name={name} isDeleting={endpoint.EndpointStatus === "Deleting"} />}
    >
      {endpoint.EndpointStatus === "Failed" && (
        <FailureReason
          header={t("endpoints.failure")}
          reason={endpoint.FailureReason}
          advice={t("endpoints.failureMore")}
        />
      )}
      {isServing && isKnown && <TryIt endpoint={name} task={card?.Task ?? null} />}
      {!isServing && isChanging(endpoint.EndpointStatus) && (
        <Alert type="info">{t("endpoints.soon")}</Alert>
      )}
      <EndpointFacts endpoint={endpoint} deployed={deployed.data} />
    </StatusPage>
  );
}
