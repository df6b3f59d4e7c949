/** Documents of the gateway as tests need them. */

import type { Analysis, Frame, LiveChannel, Result } from "../src/api/types";

export function analysis(changes: Partial<Analysis> = {}): Analysis {
  return {
    id: "a1",
    state: "scoring",
    waiting_for: null,
    paused_until: null,
    created_at: "2026-11-24T15:00:00Z",
    as_of: "2026-11-24T15:00:00Z",
    spec: {
      exclusion_channels: ["Daily Skillet"],
      min_subscribers: 10_000,
      max_subscribers: 500_000,
      window_days: 30,
      min_score: 2,
      min_brand_fit: null,
      method: "adjusted",
      method_version: "adjusted-1",
      topics_version: "topics-1",
      profile_name: null,
      profile: {},
      corrections: { allow: [], deny: [], aliases: [] },
      max_channels: 100,
      max_results: 50,
      on_quota: "wait",
      lane: "interactive",
    },
    progress: { stage: "channels", done: 0, total: 2, percent: 30 },
    topics: [],
    not_found: [],
    funnel: null,
    quota: { queries: 0, search: 0, batch_stats: 0, cached: 0 },
    name: null,
    notes: null,
    completed_at: null,
    source_analysis_id: null,
    counts: {
      channels_found: 0,
      channels_selected: 0,
      channels_scored: 0,
      channels_skipped: 0,
      videos_scored: 0,
      outliers: 0,
    },
    error: null,
    ...changes,
  };
}

export function result(id: string, score: number | null, changes: Partial<Result> = {}): Result {
  return {
    video_id: id,
    channel_id: "c1",
    channel_title: "Crumb & Crust",
    title: id,
    url: `https://www.youtube.com/watch?v=${id}`,
    thumbnail_url: `https://i.ytimg.com/vi/${id}/mqdefault.jpg`,
    published_at: "2026-11-20T15:00:00Z",
    view_count: 1000,
    subscriber_count: 50_000,
    duration_seconds: 600,
    format: "long",
    score,
    low: null,
    high: null,
    brand_fit: null,
    coverage: "new",
    excluded_by: null,
    evidence: { age_days: 4, sentence: "", peers: 20, format_by: "duration" },
    brand_reasons: [],
    category_id: null,
    coverage_probability: null,
    description: "",
    found_at: "2026-11-24T15:00:00Z",
    language: null,
    nearest_title: null,
    topic: null,
    ...changes,
  };
}

export function channel(id: string, changes: Partial<LiveChannel> = {}): LiveChannel {
  return {
    channel_id: id,
    title: id,
    position: 0,
    state: "scored",
    reason: null,
    results: [],
    ...changes,
  };
}

export function frame(changes: Partial<Frame> = {}): Frame {
  return { type: "delta", epoch: "e1", seq: 1, analysis: analysis(), channels: [], ...changes };
}
