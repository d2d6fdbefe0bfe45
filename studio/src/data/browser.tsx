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
  /** The folder that is open at first; without one that of the chosen location. */
  open?: string | undefined;
  onChoose: (uri: string) => void;
}

/** The folder to begin with: the one that the chosen one lies in. */
function firstPlace(uri: string): S3Place | null {
  const place = parseS3Uri(uri);
  return place === null ? null : { bucket: place.bucket, key: parentFolder(place.key) };
}

/** With the slash that ends a folder's key. */
function folderOf(place: S3Place | null): S3Place | null {
  if (place === null || place.key === "") return place;
  return { ...place, key: place.key.replace(/\/?$/, "/") };
}

/** Buckets and folders to look through, to choose from and to upload to. */
export function Browser({ defaultBucket, uri, open, onChoose }: Props) {
  const [place, setPlace] = useState(() =>
    open === undefined ? firstPlace(uri) : folderOf(parseS3Uri(open)),
  );
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
