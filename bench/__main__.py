"""Finds the benchmarks and runs them, each on an empty database of its own.

A benchmark is any module of this package with a function ``main() -> None`` that prints what it measured. Its name
is its path: ``record.verification`` is ``bench/record/verification.py``.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

PACKAGE = "bench"


def names() -> list[str]:
    """All benchmarks, found without importing them: their imports need Django to be set up."""
    modules = (module.name for module in pkgutil.walk_packages([str(Path(__file__).parent)], f"{PACKAGE}."))
    return sorted(name.removeprefix(f"{PACKAGE}.") for name in modules if _has_main(name))


def _has_main(name: str) -> bool:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None or name == f"{PACKAGE}.__main__":
        return False
    return "\ndef main() -> None:" in Path(spec.origin).read_text()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Run benchmarks: all, or those named."
    )
    parser.add_argument("names", nargs="*", help="beginnings of names, such as record or api_page")
    parser.add_argument("--rows", type=int, help="how many incidents the larger ones are to be asked about")
    parser.add_argument(
        "--keep", action="store_true", help="keep the database, and use the one that was kept"
    )
    return parser.parse_args()


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    arguments = _arguments()
    if arguments.rows:
        os.environ["BENCH_ROWS"] = str(arguments.rows)
    all_names, prefixes = names(), arguments.names
    chosen = [
        name for name in all_names if not prefixes or any(name.startswith(prefix) for prefix in prefixes)
    ]
    if not chosen:
        sys.exit(f"There is no such benchmark. There are: {', '.join(all_names)}")
    os.environ["DATA_DIR"] = str(Path(os.environ.get("DATA_DIR", "var")) / "bench")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from bench.database import fresh_database

    for name in chosen:
        print(f"\n== {name}", flush=True)
        with fresh_database(keep=arguments.keep):
            import_module(f"{PACKAGE}.{name}").main()


if __name__ == "__main__":
    main()
