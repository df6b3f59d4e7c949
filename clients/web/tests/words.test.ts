import { expect, test } from "vitest";
import { arranged, countsOf, FIRST_VIEW, ownFilters, type View } from "../src/analysis/order";
import { place, rangeText, scoreText } from "../src/analysis/score";
import { doing, stepsDone } from "../src/analysis/steps";
import { routeOf } from "../src/route";
import { age, duration, plural, readCount, short, spoken } from "../src/words";
import { analysis, result } from "./builders";

test.each([
  ["50000", 50_000],
  ["50k", 50_000],
  ["1.5M", 1_500_000],
  ["10,000", 10_000],
  [" 2 b ", 2_000_000_000],
  ["many", null],
  ["", null],
  ["1.2.3", null],
])("%j is read as %s", (text, value) => {
  expect(readCount(text)).toBe(value);
});

test("numbers, ages and lengths are written as people read them", () => {
  expect([short(842), short(1_204_000), short(null)]).toEqual(["842", "1.2M", "–"]);
  expect([age(0.1), age(1.2), age(26.8), age(null)]).toEqual(["2 hours", "1 day", "27 days", "–"]);
  expect([duration(58), duration(754), duration(3723)]).toEqual(["0:58", "12:34", "1:02:03"]);
  expect([plural(1, "channel"), plural(1200, "search")]).toEqual(["1 channel", "1,200 searches"]);
  expect([spoken("too_many_subscribers"), spoken("brand_new_code")]).toEqual([
    "too large",
    "brand new code",
  ]);
});

test("a score is a multiple, in classic views per 100 subscribers", () => {
  expect([scoreText(11.42, false), scoreText(240, false), scoreText(842.2, true)]).toEqual([
    "11.4×",
    "240×",
    "842",
  ]);
  expect(scoreText(null, true)).toBe("∞");
  expect(rangeText(result("v", 3, { low: 2.1, high: 4.6 }))).toBe("2.1 – 4.6");
  expect(rangeText(result("v", 3))).toBeNull();
});

test("the bar is logarithmic and never leaves its box", () => {
  expect([place(0.5), place(64), place(0.01), place(1e6)]).toEqual([0, 100, 0, 100]);
  expect(place(2) - place(1)).toBeCloseTo(place(16) - place(8));
});

test("results are filtered by format and sorted by what was asked for", () => {
  const rows = [
    result("a", 3, { view_count: 10 }),
    result("b", 9, { view_count: 20, format: "short", title: "Title B" }),
    result("c", null, { view_count: null }),
  ];
  const ids = (view: Partial<View>) =>
    arranged(rows, { ...FIRST_VIEW, ...view }).map((row) => row.video_id);
  expect(ids({})).toEqual(["c", "b", "a"]);
  expect(ids({ shown: "long", order: "views" })).toEqual(["a", "c"]);
  expect(ids({ words: " TITLE b " })).toEqual(["b"]);
  expect(ownFilters({ ...FIRST_VIEW, shown: "short", words: "b" })).toEqual([
    "format: short",
    "title has: b",
  ]);
  expect(countsOf(rows)).toEqual({ all: 3, short: 1, long: 2, live: 0 });
});

test("the steps follow the analysis", () => {
  const progress = { stage: "candidates" as const, done: 0, total: 0, percent: 20 };
  const searching = analysis({ state: "searching", progress });
  const counts = { ...searching.counts, channels_selected: 6, channels_scored: 2 };

  expect(stepsDone(searching)).toBe(2);
  expect(stepsDone(analysis({ counts }))).toBe(4);
  expect(stepsDone(analysis({ state: "completed" }))).toBe(5);
  expect(doing(analysis({ counts }))).toBe("Scoring channel 3 of 6");
  expect(doing(analysis({ state: "paused", counts }))).toBe("Paused after 2 of 6 channels");
});

test("the address tells the page", () => {
  expect(routeOf("")).toEqual({ page: "start", from: null });
  expect(routeOf("#/?from=a-1")).toEqual({ page: "start", from: "a-1" });
  expect(routeOf("#/analyses/a-1")).toEqual({ page: "analysis", id: "a-1" });
  expect(routeOf("#/analyses")).toEqual({ page: "history" });
  expect(routeOf("#/favourites")).toEqual({ page: "favourites" });
  expect(routeOf("#/compare/a-1/b-2")).toEqual({ page: "compare", first: "a-1", second: "b-2" });
  expect(routeOf("#/analyses/../x")).toEqual({ page: "start", from: null });
});
