"""Where the gateway is: the laptop stack of a data folder, or the one the environment names."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Endpoint:
    """A gateway's address, and the key it asks for where it is not on this machine."""

    url: str
    """Without a slash at the end."""
    api_key: str | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine: then no proxy stands between.

        >>> Endpoint("http://127.0.0.1:8000").is_loopback, Endpoint("https://outliers.example").is_loopback
        (True, False)
        """
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def page(self, analysis_id: str | None = None) -> str:
        """The address of the page, at one analysis where it is named."""
        return f"{self.url}/" if analysis_id is None else f"{self.url}/#/analyses/{analysis_id}"

    def live(self, analysis_id: str, *, after: int, epoch: str) -> str:
        """The address of an analysis' live frames, from `after` on.

        >>> Endpoint("http://127.0.0.1:8000").live("a1", after=7, epoch="e")
        'ws://127.0.0.1:8000/api/v1/analyses/a1/live?after=7&epoch=e'
        """
        resume = f"?after={after}&epoch={epoch}" if after else ""
        return f"ws{self.url.removeprefix('http')}/api/v1/analyses/{analysis_id}/live{resume}"
