// What something takes, as the person at the page has it.

/** Milliseconds that something takes, and the longest that the page did not answer meanwhile. */
export async function measured(page, what, act) {
  await page.evaluate(() => {
    globalThis.longTasks = [];
    globalThis.taskObserver?.disconnect();
    globalThis.taskObserver = new PerformanceObserver((list) =>
      globalThis.longTasks.push(...list.getEntries().map((entry) => entry.duration)),
    );
    globalThis.taskObserver.observe({ type: "longtask" });
  });
  const begin = performance.now();
  await act();
  const took = Math.round(performance.now() - begin);
  const tasks = await page.evaluate(() => [
    ...globalThis.longTasks,
    ...globalThis.taskObserver.takeRecords().map((entry) => entry.duration),
  ]);
  const longest = Math.round(Math.max(0, ...tasks));
  console.log(`# ${what}: ${took} ms, longest task ${longest} ms`);
  return { took, longest };
}

/** Megabytes that the page's scripts hold, once what nobody holds is gone. */
export async function heapOf(page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send("HeapProfiler.collectGarbage");
  const { usedSize } = await browser.send("Runtime.getHeapUsage");
  await browser.detach();
  return usedSize / 1e6;
}

/** As on a machine that many times slower than this one, where STUDIO_SLOWER says how many. */
export async function slowed(page) {
  const rate = Number(process.env.STUDIO_SLOWER ?? 1);
  const browser = await page.context().newCDPSession(page);
  await browser.send("Emulation.setCPUThrottlingRate", { rate });
}
