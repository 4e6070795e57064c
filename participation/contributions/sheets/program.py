"""The reader as a program of its own: its few modules by their usual names, without the application around them."""

import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Read what comes in. The packages above are there in name only, so that nothing of the application is loaded."""
    name, folder = "participation.contributions.sheets", HERE
    while name:
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
        name, folder = name.rpartition(".")[0], folder.parent
    from participation.contributions.sheets import reader

    reader.main()


if __name__ == "__main__":
    main()
