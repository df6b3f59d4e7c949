"""The answers to the evaluation's cases: their form, and figures that must not fall."""

import gzip
import importlib.util
import json

import pytest
from discovery.offline import UnknownTask, answer_cases

from tests.shared_data import needs_shared, shared

# Every case is answered before the first figure is there: 20 s of processor time, over a minute on a busy machine.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

FLOORS = {
    "covered AUC": 0.80,
    "covered balanced accuracy": 0.74,
    "covered right in 'alias'": 0.50,
    "pairs AUC": 0.84,
    "channels channels average precision": 0.99,
    "adjacent NDCG@10": 0.77,
    "same_channel recall@1": 0.88,
    "brand_fit AUC": 0.95,
    "topics subjects found in the first 20 (recall)": 0.74,
    "clusters B-cubed F1": 0.84,
    "queries hits in the niche (precision@20)": 0.84,
}
"""A little below what is measured (docs/adr/0005-topics.md): a change that costs more must say why."""


def evaluation():
    spec = importlib.util.spec_from_file_location("topics_eval", shared("eval/topics_eval.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures():
    judge = evaluation()
    with gzip.open(shared("eval/topics_public.jsonl.gz"), "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    pool = next(line["pool"] for line in lines if not line["case"])
    asked = [line for line in lines if line["case"]]
    answers = list(answer_cases(json.dumps(line["case"]) for line in asked))
    by_task: dict[str, list] = {}
    for line, answer in zip(asked, answers, strict=True):
        by_task.setdefault(line["case"]["task"], []).append((line["case"], line["gold"], json.loads(answer)))
    found = {}
    for task, cases in by_task.items():
        judged = judge.judge_queries(cases, pool) if task == "queries" else getattr(judge, f"judge_{task}")(cases)
        found |= {f"{task} {name.split(' (n ')[0]}": value for name, value in judged}
    return found


@needs_shared
@pytest.mark.parametrize("name", FLOORS)
def test_the_figure_does_not_fall(figures, name):
    assert figures[name] >= FLOORS[name]


@needs_shared
def test_no_phrase_is_junk_and_no_query_comes_back_empty(figures):
    assert figures["topics junk phrases"] <= 0.02
    assert figures["queries queries with fewer than 5 hits"] <= 0.08


def test_the_same_cases_get_the_same_answers():
    case = {
        "task": "topics",
        "case_id": "c",
        "videos": [{"id": f"v{n}", "title": f"Pilates day {n}"} for n in range(9)],
    }
    assert list(answer_cases([json.dumps(case)])) == list(answer_cases([json.dumps(case), "\n"]))


def test_a_task_that_is_not_known_is_named():
    with pytest.raises(UnknownTask, match="'riddles'"):
        list(answer_cases(['{"task": "riddles", "case_id": "1"}']))


@pytest.mark.parametrize("line", ["[]", "{}", '{"task": "topics"}'])
def test_a_line_that_is_no_case_is_refused(line):
    with pytest.raises(ValueError, match="case"):
        list(answer_cases([line]))
