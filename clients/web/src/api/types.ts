/** What the page reads of the gateway's answers; the shapes are generated from its OpenAPI document. */

import type { components } from "./generated/openapi";

type Schemas = components["schemas"];

/** A deleted analysis is not answered any more, so that nobody sees its state. */
export type State = Exclude<Schemas["State"], "deleted">;

export type Analysis = Omit<Schemas["AnalysisView"], "state"> & { readonly state: State };
export type Spec = Schemas["SpecView"];
export type Topic = Schemas["TopicView"];
export type Funnel = Schemas["FunnelView"];
export type Spent = Schemas["QuotaSpent"];
export type Format = Schemas["VideoFormat"];
export type Result = Schemas["ResultView"];
export type Plan = Schemas["Plan"];
export type Quota = Schemas["Quota"];
export type Profiles = Schemas["ProfileList"];
export type ResultPage = Schemas["ResultPage"];
export type FiltersInForce = Schemas["FiltersView"];
export type Provenance = Schemas["Provenance"];
export type Comparison = Schemas["Comparison"];
export type Favourites = Schemas["FavouriteList"];
export type FavouriteKind = Schemas["FavouriteKind"];
export type Trends = Schemas["TrendList"];
export type Login = Schemas["LoginView"];
export type Recordings = Schemas["Recordings"];

export type AnalysisPage = Omit<Schemas["AnalysisPage"], "items"> & {
  readonly items: readonly Analysis[];
};

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
