"""What was asked of the simulator: counts a method, an answer, and how many calls were in flight at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client import Counter as Metric


class Usage:
    """Counters that a test or a person can read and set to zero; the metrics beside them only rise."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.calls: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.in_flight = 0
        self.max_in_flight = 0
        self._answers_total = Metric(
            "outlier_simulator_answers_total", "Answers of the simulated API.", ["method", "answer"], registry=registry
        )
        in_flight = Gauge("outlier_simulator_calls_in_flight", "Calls being answered.", registry=registry)
        in_flight.set_function(lambda: self.in_flight)

    @contextmanager
    def call(self, method: str) -> Iterator[None]:
        """Count a call, and it as in flight while the block runs."""
        self.calls[method] += 1
        self.in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self.in_flight)
        try:
            yield
        finally:
            self.in_flight -= 1

    def answered(self, method: str, answer: str) -> None:
        """Count an answer by its HTTP status, or by the fault that took its place."""
        self.answers[answer] += 1
        self._answers_total.labels(method, answer).inc()

    def reset(self) -> None:
        """Set the counters to zero; calls in flight stay counted as such."""
        self.calls.clear()
        self.answers.clear()
        self.max_in_flight = self.in_flight
