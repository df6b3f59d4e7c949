/** What the page reads of the gateway's answers; the shapes are generated from its OpenAPI document. */

import type { components } from "./generated/openapi";

type Schemas = components["schemas"];

/** What was asked for. The gateway describes it as an open object, because its fields grow with the methods. */
export interface Spec {
  readonly exclusion_channels: readonly string[];
  readonly min_subscribers: number;
  readonly max_subscribers: number;
  readonly window_days: number;
  readonly min_score: number;
  readonly method: "adjusted" | "classic";
  readonly profile_name: string | null;
  readonly max_channels: number;
  readonly on_quota: "wait" | "partial";
}

/** A deleted analysis is not answered any more, so that nobody sees its state. */
export type State = Exclude<Schemas["State"], "deleted">;

export type Analysis = Omit<Schemas["AnalysisView"], "spec" | "state"> & {
  readonly spec: Spec;
  readonly state: State;
};
export type Topic = Schemas["TopicView"];
export type Funnel = Schemas["FunnelView"];
export type Spent = Schemas["QuotaSpent"];
export type Format = Schemas["VideoFormat"];
export type Result = Schemas["ResultView"];
export type Plan = Schemas["Plan"];
export type Quota = Schemas["Quota"];
export type Profiles = Schemas["ProfileList"];
export type ResultPage = Schemas["ResultPage"];

export interface AnalysisPage {
  readonly items: readonly Analysis[];
  readonly next_cursor: string | null;
}

/** A channel as the live frames carry it; sockets are no part of OpenAPI. */
export interface LiveChannel {
  readonly channel_id: string;
  readonly title: string;
  readonly position: number;
  readonly state: "pending" | "scored" | "skipped";
  readonly reason: string | null;
  readonly results: readonly Result[];
}

/** One message of the live socket. */
export interface Frame {
  readonly type: "snapshot" | "delta";
  readonly epoch: string;
  readonly seq: number;
  readonly analysis: Analysis;
  readonly channels: readonly LiveChannel[];
}
