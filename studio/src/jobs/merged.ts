import type { Asset, AssetPage, Kind } from "../api/assets";

/** Whether any kind has more than was listed. */
export function hasMore(page: AssetPage | undefined): boolean {
  return Object.values(page?.next ?? {}).some((token) => token !== null);
}

/**
 * All that is certain to be the newest: what is older than the last one of a kind that has more is
 * left for when that kind was listed on.
 */
export function merged(pages: readonly AssetPage[]): Asset[] {
  const all = pages.flatMap((page) => page.assets);
  const last = pages.at(-1);
  const oldest = new Map<Kind, number>();
  for (const { kind, created } of all) {
    oldest.set(kind, Math.min(oldest.get(kind) ?? Infinity, created.getTime()));
  }
  const cuts = Object.entries(last?.next ?? {})
    .filter(([, token]) => token !== null)
    .map(([kind]) => oldest.get(kind as Kind) ?? -Infinity);
  const cut = Math.max(-Infinity, ...cuts);
  return all
    .filter((asset) => asset.created.getTime() >= cut)
    .sort((left, right) => right.created.getTime() - left.created.getTime());
}
