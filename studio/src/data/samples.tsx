import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import type { Task } from "../api/cards";
import { objectAddress, parseS3Uri } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { samplePictures, sampleTexts } from "./sample_items";

const PICTURES = 12;
const TEXTS = 6;

interface Props {
  task: Task;
  uri: string;
}

/** Some of the examples, as this identity may read them; nothing where it may not. */
export function Samples({ task, uri }: Props) {
  return task === "image-classification" ? <Pictures uri={uri} /> : <Texts uri={uri} />;
}

/** A folder's key ends with a slash, however it was typed. */
function placeOf(uri: string) {
  const place = parseS3Uri(uri);
  if (place === null) throw new Error(`no S3 location: ${uri}`);
  const isObject = /\.[a-z]{2,4}$/i.test(place.key);
  return place.key === "" || place.key.endsWith("/") || isObject
    ? place
    : { ...place, key: `${place.key}/` };
}

function Pictures({ uri }: { uri: string }) {
  const { t } = useLanguage();
  const { data } = useQuery({
    queryKey: ["samples", "pictures", uri],
    queryFn: async () => {
      const found = await samplePictures(placeOf(uri), PICTURES);
      return Promise.all(
        found.map(async ({ place, label }) => ({
          label,
          key: place.key,
          address: await objectAddress(place),
        })),
      );
    },
    staleTime: 30 * 60_000,
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <div>
      <Box variant="awsui-key-label">{t("data.samples")}</Box>
      <ul className="studio-samples">
        {data.map(({ key, label, address }) => (
          <li key={key}>
            <img src={address} alt="" title={key} />
            <span>{label}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Texts({ uri }: { uri: string }) {
  const { t } = useLanguage();
  const { data } = useQuery({
    queryKey: ["samples", "texts", uri],
    queryFn: () => sampleTexts(placeOf(uri), TEXTS),
    staleTime: 30 * 60_000,
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <div>
      <Box variant="awsui-key-label">{t("data.samples")}</Box>
      <Table
        variant="embedded"
        contentDensity="compact"
        wrapLines
        ariaLabels={{ tableLabel: t("data.samples") }}
        items={data.map((cells, k) => ({
          k,
          label: cells[0] ?? "",
          text: cells.slice(1).join(","),
        }))}
        trackBy="k"
        columnDefinitions={[
          { id: "label", header: t("data.class"), cell: ({ label }) => label, width: 90 },
          {
            id: "text",
            header: t("data.text"),
            isRowHeader: true,
            cell: ({ text }) => <span className="studio-wrap">{text}</span>,
          },
        ]}
      />
    </div>
  );
}
