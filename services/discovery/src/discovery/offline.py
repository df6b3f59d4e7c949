"""Answers the cases of the topics evaluation without any stack: `python -m discovery.offline < cases.jsonl`.

A case is a JSON object with `task` and `case_id`; the answer repeats both. All cases are read first: their titles are
the corpus from which the methods learn what is usual, as in the running system the titles seen so far are.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from topics.brand import Brand
from topics.clusters import clusters
from topics.corpus import Corpus
from topics.covered import Exclusion
from topics.likeness import content_likeness, handwriting_likeness
from topics.phrases import topic_phrases
from topics.queries import search_queries
from topics.same_subject import SAME, same_subject

Case = Mapping[str, Any]
Answer = dict[str, Any]


class UnknownTask(ValueError):  # noqa: N818  named for what it is
    """A case asks for something that nothing here answers."""


def answer_cases(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line of an answer for each JSON line of a case, in order.

    Raises:
        ValueError: A line is no JSON object with `task` and `case_id`, or its task is not known (`UnknownTask`).
    """
    cases = [_parsed(line) for line in lines if line.strip()]
    corpus = Corpus(title for case in cases for title in _titles(case))
    for case in cases:
        given = {"task": case["task"], "case_id": case["case_id"]} | _TASKS[case["task"]](corpus, case)
        yield json.dumps(given, ensure_ascii=False)


def _parsed(line: str) -> Case:
    case = json.loads(line)
    if not isinstance(case, dict) or not {"task", "case_id"} <= case.keys():
        raise ValueError("a case is a JSON object with `task` and `case_id`")
    if case["task"] not in _TASKS:
        raise UnknownTask(f"the task {case['task']!r} is not known; known are {', '.join(sorted(_TASKS))}")
    return case


def _titles(part: object) -> Iterator[str]:
    """Every title of a case, wherever it stands."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name in {"title", "a", "b"} and isinstance(value, str):
                yield value
            elif name == "example_titles":
                yield from value
            else:
                yield from _titles(value)
    elif isinstance(part, list):
        for item in part:
            yield from _titles(item)


def _numbers(corpus: Corpus, videos: Sequence[Case]) -> list[int]:
    return [corpus.number[video["title"]] for video in videos]


def _covered(corpus: Corpus, case: Case) -> Answer:
    """Covered from the mean probability of the case's videos on: what weighs both mistakes alike.

    The best threshold for that is the share of covered videos, and the mean of their probabilities estimates it.
    """
    exclusion = Exclusion(corpus, _numbers(corpus, case["exclusion_videos"]))
    judged = exclusion.judge(_numbers(corpus, case["videos"]))
    threshold = sum(found.probability for found in judged) / max(len(judged), 1)
    return {
        "videos": [
            {"id": video["id"], "score": found.probability, "covered": found.probability >= threshold}
            for video, found in zip(case["videos"], judged, strict=True)
        ]
    }


def _pairs(_: Corpus, case: Case) -> Answer:
    scores = [(pair["id"], same_subject(pair["a"], pair["b"])) for pair in case["pairs"]]
    return {"pairs": [{"id": pair_id, "score": score, "same": score >= SAME} for pair_id, score in scores]}


def _channels(corpus: Corpus, case: Case) -> Answer:
    scores = content_likeness(
        corpus,
        [_numbers(corpus, channel["videos"]) for channel in case["exclusion_channels"]],
        [_numbers(corpus, channel["videos"]) for channel in case["channels"]],
    )
    return {
        "channels": [
            {"id": channel["id"], "score": float(score)}
            for channel, score in zip(case["channels"], scores, strict=True)
        ]
    }


def _same_channel(_: Corpus, case: Case) -> Answer:
    def written(channels: Sequence[Case]) -> list[list[str]]:
        return [[video["title"] for video in channel["videos"]] for channel in channels]

    alike = handwriting_likeness(written(case["queries"]), written(case["channels"]))
    ids = [channel["id"] for channel in case["channels"]]
    return {
        "queries": [
            {"id": query["id"], "ranking": [ids[place] for place in (-row).argsort(kind="stable")]}
            for query, row in zip(case["queries"], alike, strict=True)
        ]
    }


def _brand_fit(corpus: Corpus, case: Case) -> Answer:
    profile = case["profile"]
    brand = Brand(corpus, profile["words"], [corpus.number[title] for title in profile["example_titles"]])
    return {
        "videos": [
            {"id": video["id"], "score": brand.fit(corpus.number[video["title"]]).score} for video in case["videos"]
        ]
    }


def _topics(corpus: Corpus, case: Case) -> Answer:
    phrases = topic_phrases(corpus, _numbers(corpus, case["videos"]))
    return {
        "topics": [
            {"phrase": phrase.text, "videos": [case["videos"][place]["id"] for place in phrase.videos]}
            for phrase in phrases
        ]
    }


def _clusters(corpus: Corpus, case: Case) -> Answer:
    groups = clusters(corpus, _numbers(corpus, case["videos"]))
    return {
        "videos": [{"id": video["id"], "cluster": group} for video, group in zip(case["videos"], groups, strict=True)]
    }


def _queries(corpus: Corpus, case: Case) -> Answer:
    channels = [_numbers(corpus, channel["videos"]) for channel in case["exclusion_channels"]]
    return {"queries": search_queries(corpus, channels, most=case["max_queries"])}


_TASKS: Mapping[str, Callable[[Corpus, Case], Answer]] = {
    "covered": _covered,
    "pairs": _pairs,
    "channels": _channels,
    "adjacent": _channels,
    "same_channel": _same_channel,
    "brand_fit": _brand_fit,
    "topics": _topics,
    "clusters": _clusters,
    "queries": _queries,
}


def main() -> None:
    """Answer the cases of standard input on standard output."""
    for line in answer_cases(sys.stdin):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
