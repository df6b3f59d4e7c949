"""Writes `docs/events.md` from the catalogue: `python -m common.catalogue_page > docs/events.md`."""

import inspect
import sys
from collections.abc import Iterator

from common.events import Event
from common.streams import EVENT_STREAMS, KIB, MIB, WAITING_STREAMS, by_channel


def page() -> str:
    """The catalogue as a Markdown page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Events and streams"
    yield ""
    yield "Generated from `common.streams` by `python -m common.catalogue_page`; a test fails when it is stale."
    yield "Key A: the analysis' id; key C: the analysis' and the channel's. Every event carries `analysis_id`."
    yield ""
    yield "| stream | events | key | largest | kept |"
    yield "| --- | --- | --- | --- | --- |"
    for stream in EVENT_STREAMS:
        names = ", ".join(f"[{payload.__name__}](#{payload.__name__.lower()})" for payload in stream.payloads)
        yield (
            f"| `{stream.name}` | {names} | {'C' if stream.key is by_channel else 'A'} | {_size(stream.max_bytes)} "
            f"| {stream.retention.days} d |"
        )
    yield ""
    yield "Raw records that wait (same key and bytes, headers say why and until when):"
    yield ", ".join(f"`{stream.name}`" for stream in WAITING_STREAMS) + "."
    for payload in _payloads():
        yield ""
        yield f"## {payload.__name__}"
        yield ""
        yield inspect.cleandoc(payload.__doc__ or "")
        yield ""
        yield f"Type on the wire: `{payload.type_name()}`. Streams: {_streams_of(payload)}."
        yield ""
        yield "| field | type | must be there |"
        yield "| --- | --- | --- |"
        for name, field in payload.model_fields.items():
            yield f"| `{field.alias or name}` | {_type(field.annotation)} | {'yes' if field.is_required() else 'no'} |"


def _payloads() -> Iterator[type[Event]]:
    seen: set[type[Event]] = set()
    for stream in EVENT_STREAMS:
        for payload in stream.payloads:
            if payload not in seen:
                seen.add(payload)
                yield payload


def _streams_of(payload: type[Event]) -> str:
    return ", ".join(f"`{stream.name}`" for stream in EVENT_STREAMS if payload in stream.payloads)


def _type(annotation: object) -> str:
    text = inspect.formatannotation(annotation)
    if text.startswith("typing.Annotated") or "Annotated[" in text:
        text = _bare(annotation)
    for module in ("common.events.", "datetime.", "uuid.", "typing."):
        text = text.replace(module, "")
    for part in ("lifecycle.", "search.", "scoring.", "spec.", "values.", "youtube.", "profile."):
        text = text.replace(part, "")
    return text.replace("|", "or")


def _bare(annotation: object) -> str:
    """The annotation without its limits."""
    arguments = getattr(annotation, "__args__", ())
    if hasattr(annotation, "__metadata__"):
        return _bare(annotation.__origin__)  # type: ignore[attr-defined]  # what has metadata has an origin
    if not arguments:
        return getattr(annotation, "__name__", str(annotation))
    if getattr(annotation, "__origin__", None) is tuple:
        return f"list of {_bare(arguments[0])}"
    return " or ".join(_bare(one) for one in arguments)


def _size(size: int) -> str:
    return f"{size // MIB} MB" if size >= MIB else f"{size // KIB} KB"


if __name__ == "__main__":
    sys.stdout.write(page())
