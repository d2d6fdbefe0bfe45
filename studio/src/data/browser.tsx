import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { parseS3Uri, toS3Uri, type S3Place } from "../api/storage";
import { BucketList } from "./bucket_list";
import { FolderList } from "./folder_list";
import { parentFolder } from "./folder_rows";
import { UploadPanel } from "./upload_panel";
import { Way } from "./way";

interface Props {
  /** Where uploads go while no bucket is open. */
  defaultBucket: string;
  /** The chosen location; empty: none. */
  uri: string;
  onChoose: (uri: string) => void;
}

/** The folder to begin with: the one that the chosen one lies in. */
function firstPlace(uri: string): S3Place | null {
  const place = parseS3Uri(uri);
  return place === null ? null : { bucket: place.bucket, key: parentFolder(place.key) };
}

/** Buckets and folders to look through, to choose from and to upload to. */
export function Browser({ defaultBucket, uri, onChoose }: Props) {
  const [place, setPlace] = useState(() => firstPlace(uri));
  return (
    <SpaceBetween size="s">
      <Way place={place} uri={uri} onOpen={setPlace} onChoose={onChoose} />
      {place === null ? (
        <BucketList onOpen={(bucket) => setPlace({ bucket, key: "" })} />
      ) : (
        <FolderList
          key={toS3Uri(place)}
          place={place}
          onOpen={(key) => setPlace({ ...place, key })}
        />
      )}
      <UploadPanel
        open={place}
        defaultBucket={defaultBucket}
        onDone={(folder) => {
          setPlace(folder);
          onChoose(toS3Uri(folder));
        }}
      />
    </SpaceBetween>
  );
}
