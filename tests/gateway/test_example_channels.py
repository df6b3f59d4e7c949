"""Example channels of a brand become example titles when an analysis starts."""

from common.events import BrandFitRules, ContentProfile, Method
from gateway.analyses.examples import with_example_titles

from tests.gateway.builders import spec

CHANNELS = ("@one", "@two")


class Fetched:
    """What the fetcher answers: the titles of each channel."""

    def __init__(self, *titles):
        self.titles = titles
        self.asked = []

    async def get(self, path, **_):
        self.asked.append(path)
        return [
            {"id": f"v{number}", "channel_id": "UC", "title": title.format(path.split("/")[3])}
            for number, title in enumerate(self.titles)
        ]


def with_channels(**rules):
    return spec(profile=ContentProfile(brand_fit=BrandFitRules(example_channels=CHANNELS, **rules)))


async def test_titles_of_example_channels_join_the_profiles_own_in_turn():
    fetched = Fetched("bread by {}", "rye by {}")
    made = await with_example_titles(with_channels(example_titles=("mine",)), fetched)
    assert made.profile.brand_fit.example_titles == (
        "mine",
        "bread by @one",
        "bread by @two",
        "rye by @one",
        "rye by @two",
    )
    assert fetched.asked == ["/internal/channels/@one/videos", "/internal/channels/@two/videos"]


async def test_no_more_titles_than_a_spec_may_hold():
    made = await with_example_titles(with_channels(), Fetched(*(f"{number} of {{}}" for number in range(30))))
    assert len(made.profile.brand_fit.example_titles) == 20
    assert BrandFitRules.model_validate(made.profile.brand_fit.model_dump())


async def test_nothing_is_asked_where_there_are_none_or_the_method_has_no_use_for_them():
    fetched = Fetched("bread")
    plain, classic = spec(), with_channels().model_copy(update={"method": Method.CLASSIC_1})
    assert await with_example_titles(plain, fetched) is plain
    assert await with_example_titles(classic, fetched) is classic
    assert fetched.asked == []


async def test_a_start_reads_the_example_channels_of_its_profile(client):
    profile = {"searchQueries": ["bread"], "brandFit": {"exampleChannels": ["@pixelpanda"]}}
    started = (await client.post("/api/v1/analyses", json={"exclusion_channels": [], "profile": profile})).json()
    assert started["spec"]["profile"]["brandFit"]["exampleTitles"] == ["Doors"]


async def test_an_example_channel_that_nobody_knows_is_named(client):
    profile = {"searchQueries": ["bread"], "brandFit": {"exampleChannels": ["@nobody"]}}
    refused = await client.post("/api/v1/analyses", json={"exclusion_channels": [], "profile": profile})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "profile.brandFit.exampleChannels")
