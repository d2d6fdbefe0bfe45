/** A file as somebody gave it: where it lay, and its bytes. */
export interface GivenFile {
  /** With slashes, from the folder that was given on: "flowers/roses/1.jpg". */
  path: string;
  blob: Blob;
}

/** Folders and files that were dropped, all that lies below them. */
export async function filesOfDrop(data: DataTransfer): Promise<GivenFile[]> {
  // The items are gone once the event is over, so all entries are asked for at once.
  const entries = [...data.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  const found: GivenFile[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: GivenFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ path: entry.fullPath.replace(/^\/+/, ""), blob: file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some) await collect(one, found);
  }
}

/** Files of an input, which knows their paths where a folder was chosen. */
export function filesOfInput(files: FileList): GivenFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
}
