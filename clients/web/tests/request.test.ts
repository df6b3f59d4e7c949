import { expect, test } from "vitest";
import { fieldsOf as faultsByField } from "../src/api/ask";
import { addNames, EMPTY, faults, fieldsOf, requestOf } from "../src/start/request";
import { analysis } from "./builders";

test("pasted names become one chip each, none twice", () => {
  expect(addNames(["Daily Skillet"], "@breadhead, daily skillet\n  ;Crumb & Crust")).toEqual([
    "Daily Skillet",
    "@breadhead",
    "Crumb & Crust",
  ]);
});

test("at most fifty names are taken", () => {
  const many = Array.from({ length: 60 }, (_, number) => `Channel ${number}`).join("\n");
  expect(addNames([], many)).toHaveLength(50);
});

test("the request has numbers where people wrote words", () => {
  const fields = { ...EMPTY, channels: ["A"], minSubscribers: "50k", maxSubscribers: "1.5M" };

  expect(requestOf(fields)).toEqual({
    exclusion_channels: ["A"],
    min_subscribers: 50_000,
    max_subscribers: 1_500_000,
    window_days: 30,
    min_score: 2,
    method: "adjusted",
    max_channels: 100,
    on_quota: "wait",
  });
});

test("a request can be asked for again as it was", () => {
  const { spec } = analysis();

  expect(requestOf(fieldsOf(spec))).toEqual({
    exclusion_channels: spec.exclusion_channels,
    min_subscribers: spec.min_subscribers,
    max_subscribers: spec.max_subscribers,
    window_days: spec.window_days,
    min_score: spec.min_score,
    method: "adjusted",
    max_channels: spec.max_channels,
    on_quota: "wait",
  });
});

test("faults stand at their fields", () => {
  const wrong = {
    ...EMPTY,
    minSubscribers: "1M",
    maxSubscribers: "10k",
    minScore: "-1",
    maxChannels: "0",
  };
  expect(Object.keys(faults(wrong)).sort()).toEqual([
    "max_channels",
    "max_subscribers",
    "min_score",
  ]);
  expect(faults({ ...EMPTY, minSubscribers: "many" })).toHaveProperty("min_subscribers");
  expect(faults(EMPTY)).toEqual({});
});

test("the gateway's field errors stand at the field they concern", () => {
  const errors = [
    { field: "exclusion_channels[2]", message: "is blank", mend: "write a name" },
    { field: "exclusion_channels[3]", message: "is blank", mend: "write a name" },
    { field: "min_score", message: "is negative", mend: "use 0 or more" },
  ];
  expect(faultsByField(errors)).toEqual({
    exclusion_channels: "Is blank; write a name.",
    min_score: "Is negative; use 0 or more.",
  });
});
