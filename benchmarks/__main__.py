"""`python -m benchmarks [name ...] [--quick]`: runs the benchmarks side by side with their named peers.

A benchmark is a module of this folder with `main(*, quick: bool)`; without names all of them run.
"""

import argparse
import importlib
import inspect
import pkgutil
import sys

import benchmarks


def names() -> list[str]:
    """The benchmarks of this folder: a `main` without `quick` belongs to a tool, not to a benchmark.

    A named peer that needs a package of its own (`make bench` installs them) is a tool, too.
    """
    found = []
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith(("_", "peer_")):
            continue
        main = getattr(importlib.import_module(f"benchmarks.{module.name}"), "main", None)
        if main is not None and "quick" in inspect.signature(main).parameters:
            found.append(module.name)
    return found


def run() -> None:
    """Run the benchmarks that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="which ones; all when none is named")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: to see that they run")
    asked = parser.parse_args()
    known = names()
    wrong = [name for name in asked.names if name not in known]
    if wrong:
        sys.exit(f"There is no benchmark {', '.join(wrong)}. There are: {', '.join(known)}.")
    for name in asked.names or known:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main(quick=asked.quick)


if __name__ == "__main__":
    run()
