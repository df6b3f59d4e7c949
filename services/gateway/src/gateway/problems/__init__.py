"""Every error is a problem document (RFC 9457): it names the field and the mend, and its `type` can be opened."""

from gateway.problems.kinds import Kind
from gateway.problems.problem import FieldError, Problem, ProblemDocument
from gateway.problems.rendering import install, problem_responses

__all__ = ["FieldError", "Kind", "Problem", "ProblemDocument", "install", "problem_responses"]
