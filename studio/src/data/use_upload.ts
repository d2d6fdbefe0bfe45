import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ensureBucket, type S3Place } from "../api/storage";
import {
  classesIntoNew,
  classesIntoOpen,
  classesOf,
  intoNew,
  intoOpen,
  isClass,
  takenNames,
  type Destination,
} from "./destination";
import type { GivenFile } from "./dropped";
import { unpack } from "./unpacked";
import { uploadAll, type UploadProgress } from "./upload";

export type UploadState =
  | { kind: "idle" }
  | { kind: "reading" }
  | { kind: "nothing" }
  | { kind: "sending"; progress: UploadProgress; to: S3Place }
  | { kind: "done"; files: number; skipped: number; to: S3Place; oneClass: string | undefined }
  | { kind: "failed"; thrown: unknown; again: (() => void) | null };

async function destinationOf(
  open: S3Place | null,
  defaultBucket: string,
  takesPictures: boolean,
  given: readonly GivenFile[],
): Promise<Destination & { skipped: number }> {
  const { files, skipped } = await unpack(given);
  const classes = takesPictures ? classesOf(given, files) : null;
  if (open !== null) {
    const to =
      classes === null
        ? intoOpen(open, given, files)
        : classesIntoOpen(open, await isClass(open), classes);
    return { ...to, skipped };
  }
  if (files.length > 0) await ensureBucket(defaultBucket);
  const taken = files.length > 0 ? await takenNames(defaultBucket) : new Set<string>();
  const to =
    classes === null
      ? intoNew(defaultBucket, given, files, taken)
      : classesIntoNew(defaultBucket, classes, taken);
  return { ...to, skipped };
}

/** One upload at a time, which can be stopped, and goes on where it failed. */
export function useUpload(
  open: S3Place | null,
  defaultBucket: string,
  takesPictures: boolean,
  onDone: (folder: S3Place) => void,
) {
  const queries = useQueryClient();
  const [state, setState] = useState<UploadState>({ kind: "idle" });
  const stopper = useRef<AbortController | null>(null);
  const isBusy = state.kind === "reading" || state.kind === "sending";

  // Whoever leaves the page stops the upload; the browser asks first.
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isBusy]);
  useEffect(() => () => stopper.current?.abort(), []);

  async function send(to: Destination & { skipped: number }, done: Set<string>): Promise<void> {
    const stop = new AbortController();
    stopper.current = stop;
    try {
      await uploadAll(
        to.files,
        to.folder,
        done,
        (progress) => setState({ kind: "sending", progress, to: to.result }),
        stop.signal,
      );
      // What was known of this place is no longer so.
      for (const queryKey of [["buckets"], ["folder"], ["check"], ["samples"]]) {
        void queries.invalidateQueries({ queryKey });
      }
      setState({
        kind: "done",
        files: to.files.length,
        skipped: to.skipped,
        to: to.result,
        oneClass: to.oneClass,
      });
      onDone(to.result);
    } catch (thrown) {
      if (stop.signal.aborted) setState({ kind: "idle" });
      else setState({ kind: "failed", thrown, again: () => void send(to, done) });
    }
  }

  return {
    state,
    isBusy,
    stop: () => stopper.current?.abort(),
    async start(giving: Promise<GivenFile[]>): Promise<void> {
      setState({ kind: "reading" });
      try {
        const to = await destinationOf(open, defaultBucket, takesPictures, await giving);
        if (to.files.length === 0) setState({ kind: "nothing" });
        else await send(to, new Set());
      } catch (thrown) {
        setState({ kind: "failed", thrown, again: null });
      }
    },
  };
}
