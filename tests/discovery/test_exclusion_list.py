"""Exclusion lists of `topics-0` and `topics-1`."""

from common.events import ContentProfile, TopicAliases, TopicCorrections, TopicsMethod
from discovery.domain.exclusion_list import build_exclusion_list
from discovery.domain.learnt_list import READ_AT_LEAST
from discovery.domain.mentions import mentions
from discovery.domain.other_names import aliases_of, names_in
from hypothesis import given
from hypothesis import strategies as st
from topics.frequencies import Frequencies
from topics.patterns import JavaScriptPattern

from tests.discovery.builders import NOW, a_channel, a_spec, a_video, exclusion_videos


def compiled(pattern):
    return JavaScriptPattern(pattern.pattern, pattern.flags)


def built(event):
    return build_exclusion_list(event, compiled, Frequencies())


def learnt_spec(**fields):
    return a_spec(**{"topics_method": TopicsMethod.TOPICS_1, **fields})


TITLES = (
    "Sourdough for beginners",
    "My sourdough starter died",
    "Sourdough pizza night",
    "Ramen from scratch",
    "The best ramen in Osaka",
    "Ramen eggs, three ways",
    "Why I left my job",
)


def kitchen(**fields):
    videos = [a_video(f"v{number}", channel_id="UCkitchen", title=title) for number, title in enumerate(TITLES)]
    return exclusion_videos(videos, **{"spec": learnt_spec(), **fields})


def test_topics_are_learnt_from_titles_with_their_evidence():
    found = {topic.name: topic for topic in built(kitchen()).topics}
    assert found["sourdough"].count == found["ramen"].count == 3
    assert found["ramen"].video_ids == ("v3", "v4", "v5")


def test_the_titles_travel_to_the_scorer_as_evidence():
    assert {title.video_id for title in built(kitchen()).terms.titles} == {f"v{number}" for number in range(7)}


def test_queries_are_learnt_where_the_profile_names_none():
    assert 0 < len(built(kitchen()).queries) <= 8
    named = learnt_spec(profile=ContentProfile(search_queries=("home baking",)))
    assert built(kitchen(spec=named)).queries == ("home baking",)


def test_what_the_profile_names_comes_before_what_is_learnt():
    spec = learnt_spec(profile=ContentProfile(game_patterns=({"pattern": "starter"},)))
    first, *rest = built(kitchen(spec=spec)).terms.topics
    assert (first.name, first.weight) == ("starter", 1.0)
    assert all(topic.weight < 1 for topic in rest)


def test_the_channels_own_names_are_no_topics():
    event = kitchen()
    named = event.channels[0].model_copy(update={"channel": a_channel("UCkitchen", title="Ramen Brothers")})
    names = [topic.name for topic in built(event.model_copy(update={"channels": (named,)})).topics]
    assert "sourdough" in names
    assert not any("ramen" in name for name in names)


def test_corrections_are_part_of_the_list():
    corrections = TopicCorrections(
        allow=("ramen",), deny=("pho",), aliases=(TopicAliases(name="sourdough", aliases=("levain",)),)
    )
    terms = built(kitchen(spec=learnt_spec(corrections=corrections))).terms
    assert terms.allow == ("ramen",)
    assert [topic.name for topic in terms.topics[:2]] == ["pho", "sourdough"]
    assert terms.topics[1].aliases == ("levain",)


def test_the_profiles_corrections_hold_where_the_analysis_own_do_not_contradict_them():
    profile = ContentProfile(corrections=TopicCorrections(allow=("ramen", "pho"), deny=("sourdough", "rye")))
    spec = learnt_spec(profile=profile, corrections=TopicCorrections(allow=("sourdough",), deny=("pho",)))
    terms = built(kitchen(spec=spec)).terms
    assert terms.allow == ("sourdough", "ramen")
    assert [topic.name for topic in terms.topics if topic.weight > 1] == ["pho", "rye"]


def test_old_videos_are_read_where_the_window_holds_few():
    old = NOW.replace(year=2024)
    videos = [
        a_video(f"v{number}", title=f"Ramen night {number}", published_at=old) for number in range(READ_AT_LEAST + 10)
    ]
    (topic, *_) = built(exclusion_videos(videos, spec=learnt_spec())).topics
    assert topic.count == READ_AT_LEAST


def test_nothing_read_makes_an_empty_list():
    nothing = built(exclusion_videos([], spec=learnt_spec()))
    assert (nothing.topics, nothing.queries, nothing.terms.titles) == ((), (), ())


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_titles_make_a_list_that_fits_its_stream(titles):
    videos = [a_video(f"v{number}", title=title, tags=(title[:20],)) for number, title in enumerate(titles)]
    assert len(built(exclusion_videos(videos, channels=[], spec=learnt_spec())).model_dump_json()) < 128 * 1024


def tagged(*groups):
    return [a_video(f"v{number}", tags=tags) for number, tags in enumerate(groups)]


def test_tags_that_always_stand_together_are_other_names():
    names = names_in([tagged(*([("BGMI", "PUBG", "gaming")] * 4), *([("chess", "gaming")] * 4))])
    assert aliases_of("bgmi", ["v0", "v1", "v2", "v3"], names) == ("pubg",)


def test_hashtags_of_titles_and_descriptions_count_like_tags():
    titled = [a_video(f"t{number}", title="Ranked #bgmi", description="more: #PUBG") for number in range(4)]
    names = names_in([[*titled, *tagged(*([("chess",)] * 4))]])
    assert aliases_of("bgmi", [video.id for video in titled], names) == ("pubg",)


def test_a_name_whose_letters_give_the_topic_away_is_another_name_at_once():
    names = names_in([tagged(("re4", "horror"), ("horror",), ("cats",), ("dogs",))])
    assert aliases_of("resident evil 4", ["v0"], names) == ("re4",)
    described = [a_video("v0", description="RE4 on my FAQ page"), *tagged(("cats",), ("dogs",), ("birds",))]
    assert aliases_of("resident evil 4", ["v0"], names_in([described])) == ("re4",)


def test_a_tag_on_most_of_a_channels_videos_names_the_channel():
    assert "gaming" not in names_in([tagged(*([("BGMI", "gaming")] * 2), *([("gaming",)] * 8))]).given


def test_mentions_leave_out_mail_addresses_and_the_channels_themselves():
    texts = ["with @Friend and @me", "mail me@there.com", "youtube.com/channel/UC0123456789012345678901 @Friend"]
    assert mentions(texts, own=["@Me"]) == ("@Friend", "UC0123456789012345678901")
