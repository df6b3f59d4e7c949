"""The examples in the command's own documentation."""

import doctest
import importlib
import pkgutil

import outlier_cli
import pytest

MODULES = [
    module.name
    for module in pkgutil.walk_packages(outlier_cli.__path__, "outlier_cli.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name: str):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
