"""How fast the scorer is: the numpy pass alone, and the whole way from an event's bytes to the scored event.

`python -m benchmarks.scorer_speed` prints one JSON line a measure; `--profile` prints where the time goes.
"""

import argparse
import cProfile
import gc
import json
import pstats
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import numpy as np
from common.events import ChannelVideosFetched, Method, Scoring, SelectedChannel, Terms, TopicsMethod, Video, Window
from scorer.__main__ import YOUNG_OBJECTS
from scorer.domain.channel import Scorer
from scorer.domain.estimate import VideoColumns, estimate
from scorer.domain.model import LONG, SHORT, Model
from scorer.patterns import finds

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UPLOADS = 20
KERNEL_CHANNELS = 50_000
EVENT_CHANNELS = 400
RECORDED_UPLOADS, FEWEST_UPLOADS = 50, 12
SHORT_SECONDS, LONG_SECONDS = 40, 600
DAYS_BETWEEN_UPLOADS = 2
MONTH, QUARTER = 30, 90
BATCH = 50
ROUNDS = 5


def best_seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of several runs: other programs on the machine hardly change it."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def line(name: str, value: float, unit: str, ratio_to: str, ratio: float) -> None:
    print(
        json.dumps(
            {"name": name, "value": round(value, 4), "unit": unit, "ratio_to": ratio_to, "ratio": round(ratio, 3)}
        )
    )


def columns(channels: int, *, formats: int) -> VideoColumns:
    rng = np.random.default_rng(1)
    size = channels * UPLOADS
    return VideoColumns(
        channels=channels,
        channel=np.repeat(np.arange(channels), UPLOADS),
        format_index=rng.choice([SHORT, LONG], size) if formats > 1 else np.full(size, LONG),
        age_days=rng.exponential(20, size) + 0.03,
        views=np.floor(np.exp(rng.normal(9, 1.2, size))),
        is_peer=np.ones(size, dtype=bool),
        is_asked=np.ones(size, dtype=bool),
    )


def recordings(channels: int, window_days: int) -> list[bytes]:
    rng = np.random.default_rng(2)
    text = "What we built this week, and what went wrong on the way. " * 8
    return [
        ChannelVideosFetched(
            analysis_id=UUID(int=1),
            channel=SelectedChannel(id=f"UC{number}", title="A channel", subscriber_count=50_000),
            window=Window(as_of=NOW, days=window_days),
            scoring=Scoring(method=Method.ADJUSTED_1),
            terms=Terms(method=TopicsMethod.TOPICS_0),
            videos=tuple(
                Video(
                    id=f"v{number}-{index}",
                    channel_id=f"UC{number}",
                    title=f"The workshop, part {index}: a table from one board",
                    description=text,
                    tags=("workshop", "table", "wood"),
                    published_at=NOW - timedelta(days=float(index * DAYS_BETWEEN_UPLOADS + rng.random())),
                    duration_seconds=LONG_SECONDS,
                    view_count=int(np.exp(rng.normal(9, 1.2))),
                    like_count=10,
                    comment_count=5,
                    category_id="26",
                    language="en",
                )
                for index in range(RECORDED_UPLOADS)
            ),
            observed_at=NOW,
        )
        .model_dump_json()
        .encode()
        for number in range(channels)
    ]


def mixed(messages: list[bytes]) -> tuple[list[bytes], int]:
    """Channels as they are: each with its own number of uploads and share of Shorts; and how many videos these are."""
    draw = np.random.default_rng(3)
    made, videos = [], 0
    for message in messages:
        event = json.loads(message)
        event["videos"] = event["videos"][: int(draw.integers(FEWEST_UPLOADS, RECORDED_UPLOADS + 1))]
        share = draw.beta(0.6, 0.6)
        for video in event["videos"]:
            video["duration_seconds"] = SHORT_SECONDS if draw.random() < share else LONG_SECONDS
        videos += len(event["videos"])
        made.append(json.dumps(event).encode())
    return made, videos


def whole_way(scorer: Scorer, messages: list[bytes]) -> None:
    for at in range(0, len(messages), BATCH):
        events = [ChannelVideosFetched.model_validate_json(message) for message in messages[at : at + BATCH]]
        scorer.score_many(events)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="print where the time of the whole way goes")
    profile = parser.parse_args().profile
    model, scorer = Model(), Scorer(finds)
    month, quarter = recordings(EVENT_CHANNELS, MONTH), recordings(EVENT_CHANNELS, QUARTER)
    videos = EVENT_CHANNELS * RECORDED_UPLOADS / 1e6
    if profile:
        recorder = cProfile.Profile()
        recorder.runcall(whole_way, scorer, month)
        pstats.Stats(recorder).sort_stats("tottime").print_stats(18)
        return

    # As the service sets it.
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    rate = {}
    for formats in (1, 2):
        kernel = partial(estimate, columns(KERNEL_CHANNELS, formats=formats), model)
        rate[formats] = KERNEL_CHANNELS * UPLOADS / 1e6 / best_seconds(kernel)
    line("scorer kernel, 20 uploads of one format a channel", rate[1], "M videos/s", "goal 0.9", rate[1] / 0.9)
    line("scorer kernel, 20 uploads of two formats", rate[2], "M videos/s", "one format", rate[2] / rate[1])
    decoding = videos / best_seconds(lambda: [ChannelVideosFetched.model_validate_json(m) for m in month])
    line("scorer, decoding recordings of 50 uploads", decoding, "M videos/s", "kernel", decoding / rate[1])
    third = videos / best_seconds(lambda: whole_way(scorer, month))
    line("scorer, event bytes to scored event, 15 of 50 in the window", third, "M videos/s", "goal 0.12", third / 0.12)
    most = videos / best_seconds(lambda: whole_way(scorer, quarter))
    line("scorer, event bytes to scored event, 45 of 50 in the window", most, "M videos/s", "15 of 50", most / third)
    unlike, count = mixed(month)
    varied = count / 1e6 / best_seconds(lambda: whole_way(scorer, unlike))
    name = "scorer, event bytes to scored event, 15 of 12 to 50, both formats"
    line(name, varied, "M videos/s", "15 of 50", varied / third)


if __name__ == "__main__":
    main()
