"""How exclusion videos did against their channel's others."""

from datetime import timedelta

from discovery.domain.past_success import multiples

from tests.discovery.builders import NOW, a_video


def grown(video_id, views, *, days=30, seconds=600):
    published = NOW - timedelta(days=days)
    return a_video(video_id, view_count=views, published_at=published, duration_seconds=seconds)


def test_a_video_is_measured_by_the_middle_of_its_channels_others_of_the_format():
    long = [grown(f"long{number}", 1_000) for number in range(5)]
    shorts = [grown(f"short{number}", 10, seconds=30) for number in range(5)]
    found = multiples([[grown("bad", 250), *long, grown("hit", 40, seconds=60), *shorts]], NOW)
    assert (found["bad"], found["hit"], found["long0"]) == (0.25, 4.0, 1.0)


def test_young_videos_hidden_counts_and_small_channels_have_no_multiple():
    young, hidden = grown("young", 5, days=2), grown("hidden", None)
    many = [grown(f"v{number}", 100) for number in range(6)]
    assert set(multiples([[young, hidden, *many]], NOW)) == {video.id for video in many}
    assert multiples([many[:5]], NOW) == {}
