import { ask } from "../api/ask";
import type { Quota } from "../api/types";
import { useAnswer } from "../api/useAnswer";
import { FAVOURITES, HISTORY } from "../route";
import { session } from "../session/session";
import { useSession } from "../session/useSession";
import { short } from "../words";

/** The name, the way to the other pages, what is left of today's searches. */
export function TopBar() {
  const { needed, user } = useSession();
  return (
    <header className="topbar">
      <a className="brand" href="#/">
        <img src="/icon.svg" alt="" width="28" height="28" />
        Outlier
      </a>
      <nav aria-label="Pages">
        <a href={HISTORY}>Analyses</a>
        <a href={FAVOURITES}>Favourites</a>
      </nav>
      {!needed && <QuotaLeft />}
      {user !== null && (
        <button
          className="link"
          type="button"
          onClick={logOut}
          title={`Logged in as ${user.username}`}
        >
          Log out
        </button>
      )}
    </header>
  );
}

async function logOut(): Promise<void> {
  await ask("POST", "/auth/logout").catch(() => undefined); // the page forgets the login all the same
  session.end();
}

function QuotaLeft() {
  const { answer } = useAnswer<Quota>("/quota");
  if (answer === null) return null;
  const left = new Map(answer.buckets.map((bucket) => [bucket.bucket, bucket]));
  const search = left.get("search");
  const queries = left.get("queries");
  if (search === undefined || queries === undefined) return null;
  return (
    <p className="quota-left" title="YouTube’s quota; it fills again at midnight in Los Angeles.">
      <span className="quota-left-label">Left today </span>
      <b>{short(search.remaining)}</b> searches · <b>{short(queries.remaining)}</b> units
    </p>
  );
}
