"""What is left of YouTube's daily quota."""

from outlier_cli import options
from outlier_cli.answers import Bucket, Plan
from outlier_cli.session import connected
from outlier_cli.views import costs


def quota(*, data: options.Data = None, as_json: options.Json = False) -> None:
    """Show each quota bucket, and what the next analysis would cost."""
    with connected(data, as_json=as_json) as session:
        answer = session.gateway.quota()
        views = [costs.quota([Bucket.model_validate(bucket) for bucket in answer["buckets"]])]
        if answer.get("next_analysis") is not None:
            views.append(costs.plan(Plan.model_validate(answer["next_analysis"])))
        session.terminal.answer(answer, *views)
