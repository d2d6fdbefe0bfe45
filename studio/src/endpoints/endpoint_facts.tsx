import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import type { Deployed, Endpoint } from "../api/endpoints";
import { useLanguage } from "../i18n/language";
import { Copied } from "../shell/copied";
import { addressOf } from "../shell/route";
import { jobOfArchive } from "./endpoint_states";

interface Props {
  endpoint: Endpoint;
  /** Undefined while it is not known, or may not be. */
  deployed: Deployed | undefined;
}

/** What the endpoint is made of. */
export function EndpointFacts({ endpoint, deployed }: Props) {
  const { t, format } = useLanguage();
  const job = jobOfArchive(deployed?.data ?? "");
  const created = endpoint.CreationTime;
  return (
    <Container header={<Header variant="h2">{t("endpoints.about")}</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={240}
        items={[
          { label: t("endpoints.arn"), value: <Copied text={endpoint.EndpointArn ?? ""} /> },
          {
            label: t("endpoints.job"),
            value: job === null ? "–" : <Link href={addressOf("jobs", job)}>{job}</Link>,
          },
          { label: t("endpoints.model"), value: deployed?.image || "–" },
          { label: t("train.instance"), value: deployed?.instanceType || "–" },
          {
            label: t("jobs.created"),
            value: created === undefined ? "–" : format.dateTime(created),
          },
          {
            label: t("endpoints.archive"),
            value: deployed === undefined ? "–" : <Copied text={deployed.data} />,
          },
        ]}
      />
    </Container>
  );
}
