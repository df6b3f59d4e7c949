import type { FavouriteKind } from "../api/types";
import { Star } from "./Star";
import { FavouritesContext, type Kept, useFavourites } from "./useFavourites";

/** The channels and videos that the owner keeps in sight. */
export function FavouritesPage() {
  const kept = useFavourites();
  return (
    <FavouritesContext value={kept}>
      <div className="page">
        <div className="headline">
          <h1>Favourites</h1>
        </div>
        {kept.items.length === 0 && (
          <p className="nothing">None yet. The star beside a video or its channel keeps it here.</p>
        )}
        <div className="favourites">
          <Kind title="Channels" kind="channel" kept={kept} />
          <Kind title="Videos" kind="video" kept={kept} />
        </div>
      </div>
    </FavouritesContext>
  );
}

function Kind({ title, kind, kept }: { title: string; kind: FavouriteKind; kept: Kept }) {
  const items = kept.items.filter((item) => item.kind === kind);
  if (items.length === 0) return null;
  return (
    <section className="card" aria-labelledby={`favourite-${kind}`}>
      <h2 id={`favourite-${kind}`}>{title}</h2>
      <ul className="favourite-list">
        {items.map((item) => (
          <li key={item.id}>
            <Star kind={kind} id={item.id} title={item.title || item.id} />
            <a href={youtube(kind, item.id)} target="_blank" rel="noreferrer">
              {item.title || item.id}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function youtube(kind: FavouriteKind, id: string): string {
  const root = "https://www.youtube.com";
  return kind === "channel" ? `${root}/channel/${id}` : `${root}/watch?v=${id}`;
}
