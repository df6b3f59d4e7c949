"""Has the stack run a variant of a service in place of the real one, which the variant is made of."""

import os
from collections.abc import Mapping
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_MAIN = """\
import sys
sys.path.remove({folder!r})
for name in [name for name in sys.modules if name.partition(".")[0] == {service!r}]:
    del sys.modules[name]
from {variant} import main
main()
"""


def variant_settings(folder: Path, variants: Mapping[str, str]) -> dict[str, str]:
    """Write packages that stand in for services, and give the environment in which they are found first.

    Args:
        folder: Where they are written.
        variants: Service → module with a `main` that runs instead.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stand_in(folder, variants)
    found = [str(folder), str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(found)}


def stand_in(folder: Path, variants: Mapping[str, str]) -> None:
    """Put variants in place: processes that start from now on run them."""
    for service, variant in variants.items():
        package = folder / service
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(_MAIN.format(folder=str(folder), service=service, variant=variant))
