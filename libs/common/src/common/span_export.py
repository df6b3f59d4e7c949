"""Sends spans to a collector (OTLP over HTTP), where a deployment names one."""

from collections.abc import Callable

from common import tracing

Stop = Callable[[], None]
"""Sends what is left."""


def _nothing() -> None:
    """There is nothing to send."""


def configure(service: str, endpoint: str) -> Stop:
    """Make spans and send them in the background.

    Args:
        service: Named in every span.
        endpoint: The collector's root, as `http://127.0.0.1:4318`; empty = no spans are made.

    Returns:
        What sends the rest and ends; it is also called at the end of the process.
    """
    if not endpoint:
        return _nothing
    # A third of a second to import, which a service without a collector need not wait for.
    from opentelemetry import trace  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator  # noqa: PLC0415

    class AnalysisIds(RandomIdGenerator):
        """Random ids; but the trace that is begun for an analysis has the analysis' own."""

        def generate_trace_id(self) -> int:
            root = tracing.root_to_begin()
            return root[0] if root else super().generate_trace_id()

        def generate_span_id(self) -> int:
            root = tracing.root_to_begin()
            return root[1] if root else super().generate_span_id()

    provider = TracerProvider(resource=Resource.create({"service.name": service}), id_generator=AnalysisIds())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")))
    trace.set_tracer_provider(provider)
    tracing.make_spans()
    return provider.shutdown
