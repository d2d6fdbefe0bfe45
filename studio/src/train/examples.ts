import type { CheckedChannel } from "../api/check";

function classes(channels: readonly CheckedChannel[], name: string) {
  return channels.find((one) => one.ChannelName === name)?.Classes ?? [];
}

/** How many examples a channel has that was checked. */
export function examplesOf(channels: readonly CheckedChannel[], name: string): number {
  return classes(channels, name).reduce((sum, one) => sum + one.Count, 0);
}

/** The names of its classes. */
export function classesOf(channels: readonly CheckedChannel[], name: string): string[] {
  return classes(channels, name).map((one) => one.Name);
}
