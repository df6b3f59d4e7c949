/** What the page reads of the gateway's answers. */

export type State =
  | "queued"
  | "searching"
  | "scoring"
  | "paused"
  | "completed"
  | "failed"
  | "cancelled";

export type Format = "short" | "long" | "live";

export interface Spec {
  readonly exclusion_channels: readonly string[];
  readonly min_subscribers: number;
  readonly max_subscribers: number;
  readonly window_days: number;
  readonly min_score: number;
  readonly min_brand_fit: number | null;
  readonly method: string;
  readonly profile_name: string | null;
  readonly max_channels: number;
  readonly max_results: number;
  readonly on_quota: "wait" | "partial";
}

export interface Topic {
  readonly name: string;
  readonly count: number;
}

export interface Funnel {
  readonly candidates: number;
  readonly accepted: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly partial: boolean;
  readonly note: string;
}

export interface Spent {
  readonly queries: number;
  readonly search: number;
  readonly batch_stats: number;
  readonly cached: number;
}

export interface Counts {
  readonly channels_found: number;
  readonly channels_selected: number;
  readonly channels_scored: number;
  readonly channels_skipped: number;
  readonly videos_scored: number;
  readonly outliers: number;
}

export interface Analysis {
  readonly id: string;
  readonly state: State;
  readonly waiting_for: string | null;
  readonly paused_until: string | null;
  readonly created_at: string;
  readonly as_of: string | null;
  readonly spec: Spec;
  readonly progress: {
    readonly stage: string | null;
    readonly done: number;
    readonly total: number;
    readonly percent: number;
  };
  readonly topics: readonly Topic[];
  readonly not_found: readonly string[];
  readonly funnel: Funnel | null;
  readonly quota: Spent | null;
  readonly counts: Counts;
  readonly error: { readonly reason: string; readonly detail: string } | null;
}

export interface Result {
  readonly video_id: string;
  readonly channel_id: string;
  readonly channel_title: string;
  readonly title: string;
  readonly published_at: string | null;
  readonly view_count: number | null;
  readonly subscriber_count: number | null;
  readonly duration_seconds: number | null;
  readonly url: string;
  readonly thumbnail_url: string;
  readonly format: Format;
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly brand_fit: number | null;
  readonly coverage: "new" | "maybe" | "covered";
  readonly excluded_by: string | null;
  readonly evidence: { readonly age_days: number | null; readonly sentence: string };
}

export interface LiveChannel {
  readonly channel_id: string;
  readonly title: string;
  readonly position: number;
  readonly state: "pending" | "scored" | "skipped";
  readonly reason: string | null;
  readonly results: readonly Result[];
}

export interface Frame {
  readonly type: "snapshot" | "delta";
  readonly epoch: string;
  readonly seq: number;
  readonly analysis: Analysis;
  readonly channels: readonly LiveChannel[];
}

export interface Expected {
  readonly expected: number;
  readonly worst: number;
}

export interface Plan {
  readonly searches: Expected;
  readonly queries: Expected;
  readonly batch_stats: Expected;
  readonly affordable: boolean;
  readonly waits_until: string | null;
}
