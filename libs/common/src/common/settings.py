"""Settings that every service has; each adds its own, under its own prefix."""

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """Where the broker is, where the service listens, what it writes down."""

    model_config = SettingsConfigDict(frozen=True)

    kafka_bootstrap: str = Field(description="Kafka brokers as host:port, separated by commas.")
    http_host: str = Field("127.0.0.1", description="Address on which the service listens.")
    http_port: int = Field(0, ge=0, le=65_535, description="Port on which the service listens; 0 = any free one.")
    log_level: str = Field("INFO", description="The least severe log line that is written.")
    simulator_url: str = Field("", description="Where world time is read from; empty = the real time.")
    traces_endpoint: str = Field(
        "",
        validation_alias=AliasChoices("traces_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        description="The collector of traces, as http://host:4318 (OTLP over HTTP); empty = no spans are made.",
    )

    @property
    def bootstrap(self) -> list[str]:
        """The brokers, one an item."""
        return [broker.strip() for broker in self.kafka_bootstrap.split(",") if broker.strip()]
