"""Everything configurable about the scorer, with units and meaning."""

from common.settings import ServiceSettings
from pydantic_settings import SettingsConfigDict


class Settings(ServiceSettings):
    """The scorer's configuration; every variable starts with `SCORER_`."""

    model_config = SettingsConfigDict(env_prefix="SCORER_", frozen=True)
