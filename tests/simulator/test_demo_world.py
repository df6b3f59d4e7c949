"""The demo world is large, varied and lifelike, the same for the same seed, and its profiles fit it."""

import json
import re
import statistics
from collections import Counter, defaultdict
from importlib.resources import files

import pytest
from youtube_simulator.api.wire import seconds_of
from youtube_simulator.demo.casting import three_figures
from youtube_simulator.demo.chance import Chance
from youtube_simulator.demo.grammar import expand
from youtube_simulator.demo.niche import niches
from youtube_simulator.demo.world import NOW, demo_world
from youtube_simulator.search import SearchIndex
from youtube_simulator.world_file import world_of

NICHES = [niche.id for niche in niches()]


@pytest.fixture(scope="module")
def document():
    return demo_world(seed=1)


@pytest.fixture(scope="module")
def world(document):
    return world_of(document)


@pytest.fixture(scope="module")
def niche_of(document):
    return {channel["id"]: channel["niche"] for channel in document["channels"]}


def test_the_same_seed_gives_the_same_world_and_another_seed_another(document):
    assert demo_world(seed=1) == document
    assert demo_world(seed=2)["videos"][0] != document["videos"][0]


def test_it_is_large_and_ids_and_handles_are_unique(document):
    assert len(NICHES) >= 6
    assert len(document["videos"]) >= 8_000
    per_niche = Counter(channel["niche"] for channel in document["channels"])
    assert all(40 <= per_niche[niche] <= 70 for niche in NICHES)
    for kind, key in (("videos", "id"), ("channels", "id"), ("channels", "customUrl"), ("channels", "uploads")):
        values = [item[key] for item in document[kind]]
        assert len(values) == len(set(values))
    assert all(len(video["id"]) == 11 for video in document["videos"])
    assert all(len(channel["id"]) == 24 for channel in document["channels"])


def test_it_holds_what_real_channels_hold(document):
    now = document["meta"]["now"]
    videos, channels = document["videos"], document["channels"]
    past = [video for video in videos if video["publishedAt"] < now]
    with_uploads = {video["channelId"] for video in videos}
    latest: defaultdict[str, str] = defaultdict(str)
    for video in past:
        latest[video["channelId"]] = max(latest[video["channelId"]], video["publishedAt"])
    held = {
        "shorts": sum(video["tab"] == "short" for video in past) > 2_000,
        "long": sum(video["tab"] == "long" for video in past) > 4_000,
        "short long-form": any(
            video["tab"] == "long" and re.fullmatch(r"PT[12]M\d*S?", video["duration"]) for video in past
        ),
        "shorts over a minute": any(video["tab"] == "short" and "M" in video["duration"] for video in past),
        "live now": any(video.get("liveStart", "9") < now < video.get("liveEnd", "0") for video in past),
        "upcoming": any(video.get("liveStart", "0") > now for video in past),
        "gone": any(video["state"] == "gone" for video in past),
        "to come": any(video["publishedAt"] > now for video in videos),
        "hidden subscribers": any(channel["statistics"]["hiddenSubscriberCount"] for channel in channels),
        "subscribers absent": any("subscriberCount" not in channel["statistics"] for channel in channels),
        "no uploads": any(channel["id"] not in with_uploads for channel in channels),
        "dormant": any(last < "2026-04-15" for last in latest.values()),
        "features others": sum("sections" in channel for channel in channels) > 50,
        "made for kids": any(channel["madeForKids"] for channel in channels),
        "languages": len({channel["language"] for channel in channels}) >= 6,
        "countries": len({channel["country"] for channel in channels}) >= 10,
        "not ASCII": any(re.search(r"[ぁ-ん]", video["title"]) for video in past),
        "emoji": any("🔥" in video["title"] for video in past),
        "hidden likes": any("likeCount" not in video["statistics"] for video in past),
    }
    assert [name for name, holds in held.items() if not holds] == []


def test_descriptions_mention_other_channels_that_exist(document):
    handles = {channel["customUrl"]: channel["id"] for channel in document["channels"]}
    others = 0
    for video in document["videos"]:
        for handle in re.findall(r"(?<![\w.])@[a-z0-9]+", video["description"]):
            assert handle in handles
            others += handles[handle] != video["channelId"]
    assert others > 1_000
    sample = document["videos"][0]["description"]
    assert "#" in sample


def test_subscriber_counts_are_rounded_down_to_three_figures(document):
    counts = [int(channel["statistics"].get("subscriberCount", 0)) for channel in document["channels"]]
    assert counts == [three_figures(count) for count in counts]
    assert min(count for count in counts if count) >= 2_000
    assert 1_000_000 < max(counts) <= 5_000_000


def test_titles_are_whole(document):
    for video in document["videos"]:
        title = video["title"]
        assert 1 <= len(title) <= 100
        assert not re.search(r"[{}|]{2}|\{|\}", title)
        assert not re.search(r"\b(?:the|a|my|your|our) (?:a|an|the|our|your) ", title, re.IGNORECASE), title


def test_a_title_that_promises_minutes_keeps_its_promise(document):
    for video in document["videos"]:
        promised = re.search(r"(\d+) Min ", video["title"])
        if promised and video["tab"] == "long":
            assert abs(seconds_of(video["duration"]) - int(promised[1]) * 60) <= 120


def test_views_scatter_about_the_channels_normal_with_a_few_real_outliers(world):
    peers = defaultdict(list)
    for video in world.videos:
        if 21 <= (NOW.timestamp() - video.published) / 86_400 <= 200:
            peers[video.channel.id, video.tab].append(video.views_at(NOW))
    ratios = [views / statistics.median(group) for group in peers.values() if len(group) >= 8 for views in group]
    share = {bound: sum(ratio >= bound for ratio in ratios) / len(ratios) for bound in (2, 3, 10)}
    assert 0.10 < share[2] < 0.25
    assert 0.04 < share[3] < 0.12
    assert 0.004 < share[10] < 0.04


def test_some_channels_rise_and_some_fall(world):
    turns = []
    for channel in world.channels:
        views = [
            video.views_at(NOW)
            for video in world.timeline_of[channel.id].until(NOW)
            if video.tab and video.tab.name == "LONG"
        ]
        if len(views) >= 24:
            turns.append(statistics.median(views[3:12]) / statistics.median(views[-9:]))
    assert sum(turn > 2 for turn in turns) >= 5
    assert sum(turn < 0.5 for turn in turns) >= 5


def test_topics_differ_between_the_channels_of_a_niche(document):
    topics: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for video in document["videos"]:
        if video["tags"]:
            topics[video["channelId"]][video["tags"][0]] += 1
    chosen = {tuple(sorted(counter)) for counter in topics.values()}
    assert len(chosen) > 150


@pytest.mark.parametrize("niche", NICHES)
def test_a_profiles_queries_find_the_niches_channels(niche, world, niche_of):
    profile = json.loads((files("gateway") / "profiles" / f"{niche}.json").read_text(encoding="utf-8"))
    index = SearchIndex(world)
    assert len(profile["searchQueries"]) == 8
    found = set()
    for query in profile["searchQueries"]:
        first_page = [channel.id for channel in index.channels(query)[:50]]
        assert sum(niche_of[channel_id] == niche for channel_id in first_page[:5]) >= 4, query
        found |= {channel_id for channel_id in first_page if niche_of[channel_id] == niche}
    assert len(found) >= 0.9 * sum(of == niche for of in niche_of.values())


@pytest.mark.parametrize("niche", NICHES)
def test_a_profiles_patterns_find_topics_in_the_niches_titles(niche, document, niche_of):
    profile = json.loads((files("gateway") / "profiles" / f"{niche}.json").read_text(encoding="utf-8"))
    patterns = [re.compile(entry["pattern"], re.IGNORECASE) for entry in profile["gamePatterns"]]
    titles = [video["title"] for video in document["videos"] if niche_of[video["channelId"]] == niche]
    hit = sum(any(pattern.search(title) for pattern in patterns) for title in titles)
    assert hit > 0.25 * len(titles)


def test_templates_draw_lists_choices_numbers_and_drop_articles():
    slots = {"T": ["a Table"]}
    seen = {expand("{{5-15/5} {T!}s|build {T}}. {big|}", slots, Chance(str(seed))) for seed in range(80)}
    assert {text.split(".")[0] for text in seen} == {"5 Tables", "10 Tables", "15 Tables", "Build a Table"}
    with pytest.raises(KeyError):
        expand("{nothing}", slots, Chance("x"))
