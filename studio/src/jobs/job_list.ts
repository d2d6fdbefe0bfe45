import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { KINDS, listAssets, type Asset, type AssetPage, type Kind } from "../api/assets";
import { unlessRefused, useStanding } from "../api/asking";
import { isChanging } from "../endpoints/endpoint_states";
import { hasMore, merged } from "./merged";
import { isAtWork } from "./states";

/** Milliseconds between questions for the newest while one of them is at work. */
const BETWEEN = 3000;
/** The same while none is: somebody else may launch one. */
const BETWEEN_IDLE = 15_000;
/** Between questions for all that is shown of the older ones, while one of those is at work. */
const BETWEEN_OLDER = 30_000;

function isAnyAtWork(assets: readonly Asset[]): boolean {
  return assets.some(({ kind, status }) =>
    kind === "endpoint" ? isChanging(status) : isAtWork(status),
  );
}

/** What newer ones have pushed out of the first page of a kind; null where there may be a gap. */
function pushedOut(before: Asset[], now: Asset[]): Asset[] | null {
  const names = new Set(now.map((asset) => asset.name));
  const last = Math.min(...now.map((asset) => asset.created.getTime()));
  const rest = before.filter((asset) => !names.has(asset.name) && asset.created.getTime() <= last);
  const isJoined = before.some((asset) => names.has(asset.name));
  return isJoined && !isAnyAtWork(rest) ? rest : null;
}

/**
 * The newest of each kind as they are now, with those that they have pushed out: so the older ones
 * go on where they did. What is gone, an endpoint for example, is not kept.
 */
export function withNewest(before: AssetPage | undefined, now: AssetPage): AssetPage {
  if (before === undefined) return now;
  const page: AssetPage = {
    assets: [...now.assets],
    next: { ...now.next },
    failures: now.failures,
  };
  for (const kind of KINDS) {
    // All of a kind are listed where it has no more.
    if (now.next[kind] === undefined || now.next[kind] === null) continue;
    const of = ({ assets }: AssetPage) => assets.filter((asset) => asset.kind === kind);
    const rest = pushedOut(of(before), of(now));
    if (rest === null) continue;
    page.assets.push(...rest);
    const next = before.next[kind];
    // What comes behind the same last one is the same.
    if (next !== undefined && of(page).at(-1)?.name === of(before).at(-1)?.name) {
      page.next[kind] = next;
    }
  }
  return page;
}

/** All of these kinds whose names contain `text`, the newest first; older ones on demand. */
export function useJobList(kind: Kind | "all", text: string) {
  const queries = useQueryClient();
  const kinds = kind === "all" ? KINDS : [kind];
  const newestKey = ["jobs", kind, text];
  const newest = useQuery({
    queryKey: newestKey,
    queryFn: async () => {
      const page = await listAssets(kinds, {}, text);
      return withNewest(queries.getQueryData<AssetPage>(newestKey), page);
    },
    placeholderData: (before) => before,
    refetchInterval: ({ state: { data, error } }) =>
      unlessRefused(error, isAnyAtWork(data?.assets ?? []) ? BETWEEN : BETWEEN_IDLE),
  });
  const first = newest.isPlaceholderData ? undefined : newest.data;

  const [wanted, setWanted] = useState("");
  const list = JSON.stringify([kind, text]);
  const older = useInfiniteQuery({
    queryKey: ["older-jobs", kind, text, first?.next],
    queryFn: ({ pageParam }) => listAssets(kinds, pageParam, text),
    initialPageParam: first?.next ?? {},
    getNextPageParam: (page) => (hasMore(page) ? page.next : undefined),
    enabled: wanted === list && hasMore(first),
    refetchInterval: ({ state: { data, error } }) => {
      const isAny = isAnyAtWork(data?.pages.flatMap((page) => page.assets) ?? []);
      return unlessRefused(error, isAny ? BETWEEN_OLDER : false);
    },
  });

  const all = useStanding(newest);
  const items = useMemo(
    () => merged([...(all.data === undefined ? [] : [all.data]), ...(older.data?.pages ?? [])]),
    [all.data, older.data],
  );
  return {
    ...all,
    failure: all.failure ?? older.error,
    onTryAgain: () => {
      all.onTryAgain();
      if (older.error !== null) void older.refetch();
    },
    items,
    hasMore: older.data === undefined ? hasMore(first) : older.hasNextPage,
    isLoadingMore: older.isLoading || older.isFetchingNextPage,
    onMore: () => {
      if (older.data === undefined) setWanted(list);
      else void older.fetchNextPage();
    },
  };
}
