/** The live socket: follows an analysis until it ends, and comes back where it was after a broken connection. */

import type { Frame } from "../api/types";
import { session } from "../session/session";
import { hasEnded, type Known, liveAddress, merge } from "./known";

export type Link = "connecting" | "live" | "lost" | "ended" | "refused";

/** Close codes after which another attempt would change nothing: not there, deleted. */
const FINAL_CODES: ReadonlySet<number> = new Set([4404, 4410]);
const NOT_LOGGED_IN = 4401;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Opens a socket and gives the function that closes it; the seam where tests put their own. */
export type Open = (
  address: string,
  first: string | null,
  onMessage: (data: string) => void,
  onClose: (code: number) => void,
) => () => void;

/** What a login has to do with it. */
export interface Credentials {
  accessToken(): string | null;
  /** Whether there is a login again. */
  renew(): Promise<boolean>;
}

interface Listener {
  onKnown(known: Known): void;
  onLink(link: Link): void;
}

/** Follow an analysis; gives the function that stops it. */
export function follow(
  id: string,
  listener: Listener,
  {
    origin = location.origin,
    open = openSocket,
    login = session,
  }: { origin?: string; open?: Open; login?: Credentials } = {},
): () => void {
  let known: Known | null = null;
  let pause = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let close = () => {};
  let stopped = false;

  function connect(): void {
    listener.onLink(known === null ? "connecting" : "lost");
    const token = login.accessToken();
    close = open(
      liveAddress(origin, id, known),
      token === null ? null : JSON.stringify({ token }),
      (data) => receive(JSON.parse(data) as Frame),
      (code) => void closed(code),
    );
  }

  async function closed(code: number): Promise<void> {
    if (stopped) return;
    if (FINAL_CODES.has(code) || (code === NOT_LOGGED_IN && !(await login.renew()))) {
      stopped = true;
      listener.onLink("refused");
      return;
    }
    if (stopped) return;
    listener.onLink("lost");
    timer = setTimeout(connect, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }

  function receive(frame: Frame): void {
    if (frame.type !== "snapshot" && frame.type !== "delta") return;
    known = merge(known, frame);
    pause = FIRST_PAUSE_MS;
    listener.onKnown(known);
    listener.onLink(hasEnded(known.analysis) ? "ended" : "live");
    if (hasEnded(known.analysis)) stop();
  }

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    close();
  }

  connect();
  return stop;
}

function openSocket(
  address: string,
  first: string | null,
  onMessage: (data: string) => void,
  onClose: (code: number) => void,
): () => void {
  const socket = new WebSocket(address);
  // The token goes in the first frame, never in the address, which proxies write down.
  if (first !== null) socket.onopen = () => socket.send(first);
  socket.onmessage = (event) => onMessage(String(event.data));
  socket.onclose = (event) => onClose(event.code);
  return () => socket.close();
}
