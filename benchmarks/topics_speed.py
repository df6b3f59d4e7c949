"""How fast topics are found and compared, on one core, and what memory that takes.

`python benchmarks/topics_speed.py` prints one JSON line a measure. The titles are made up: usual words by Zipf's
law, every tenth title about one of 300 invented subjects.
"""

import json
import os
import random
import resource
import time
from collections.abc import Callable

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded: one core

from common.events import ExclusionTitle, ExclusionTopic, Terms, TopicsMethod
from discovery.offline import answer_cases
from topics.covering import CoveringTerms
from topics.english import english
from topics.words import words

TITLES = 7_000
A_CASE = 70
A_CHANNEL = 50
KIB_A_MIB = 1_024
GOAL_TITLES_A_SECOND = 3_000
GOAL_MIB = 300


def line(name: str, value: float, unit: str, ratio_to: str, ratio: float) -> None:
    print(
        json.dumps(
            {"name": name, "value": round(value, 2), "unit": unit, "ratio_to": ratio_to, "ratio": round(ratio, 3)}
        )
    )


def made_up_titles(count: int) -> list[str]:
    rng = random.Random(1)
    usual = [word for word in english().ranks if word.isalpha()]
    subjects = [f"{rng.choice(usual)} {rng.choice(usual)}" for _ in range(300)]
    titles = []
    for number in range(count):
        drawn = [usual[min(int(rng.paretovariate(0.7)) * 3, len(usual) - 1)] for _ in range(rng.randint(4, 9))]
        if number % 10 == 0:
            drawn.insert(rng.randrange(3), rng.choice(subjects))
        titles.append(" ".join(drawn).capitalize() + rng.choice(["", "!", " | Part 2", " #shorts"]))
    return titles


def cases(titles: list[str]) -> list[str]:
    """As many titles as videos of cases, a fourth of the cases of each kind."""
    made = []
    for number, start in enumerate(range(0, len(titles) - A_CASE, A_CASE)):
        videos = [{"id": f"v{place}", "title": title} for place, title in enumerate(titles[start : start + A_CASE])]
        case: dict[str, object] = {
            "task": ("covered", "topics", "clusters", "brand_fit")[number % 4],
            "case_id": str(number),
        }
        case["videos"] = videos[30:] if case["task"] == "covered" else videos
        if case["task"] == "covered":
            case["exclusion_videos"] = videos[:30]
        if case["task"] == "brand_fit":
            case["profile"] = {"words": titles[start].split()[:3], "example_titles": titles[start : start + 5]}
        made.append(json.dumps(case))
    return made


def processor_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    titles = made_up_titles(TITLES)
    lines = cases(titles)
    split = processor_seconds(lambda: [words(title) for title in titles])
    answered = processor_seconds(lambda: list(answer_cases(lines)))
    line(
        "topics_offline",
        TITLES / answered,
        "titles/s",
        f"goal of {GOAL_TITLES_A_SECOND}",
        TITLES / answered / GOAL_TITLES_A_SECOND,
    )
    line("topics_offline_cost", answered / split, "times", "splitting the titles into words alone", answered / split)
    terms = CoveringTerms(
        Terms(
            method=TopicsMethod.TOPICS_1,
            topics=tuple(ExclusionTopic(name=" ".join(title.split()[:2])[:60], weight=0.5) for title in titles[:40]),
            titles=tuple(ExclusionTitle(video_id=f"v{n}", title=title) for n, title in enumerate(titles[:100])),
        )
    )
    channels = [titles[start : start + A_CHANNEL] for start in range(100, 2_100, A_CHANNEL)]
    judged = processor_seconds(lambda: [terms.judge(channel) for channel in channels])
    count = sum(map(len, channels))
    line(
        "topics_covering",
        count / judged,
        "titles/s",
        f"goal of {GOAL_TITLES_A_SECOND}",
        count / judged / GOAL_TITLES_A_SECOND,
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_A_MIB
    line("topics_memory", peak, "MiB", f"goal of {GOAL_MIB}", peak / GOAL_MIB)


if __name__ == "__main__":
    main()
