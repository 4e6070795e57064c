"""Sets one sheet: an order in JSON comes in, a PDF goes out. A program of its own, without the application.

So a sheet that takes too long can be stopped, and its memory goes back to the machine (`press.py` starts it). The
compiler refuses what is no PDF/A-2a or no PDF/UA-1. All words come as data: what stands in them is printed as it is.
"""

import json
import resource
import sys
from pathlib import Path

import typst

TOP = Path(__file__).resolve().parents[3]
SHEETS = TOP / "templates/paper"
SECONDS, MEMORY = 6, 2 * 1024**3


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    order = json.load(sys.stdin)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[TOP / "static/vendor/noto-sans"]
    )
    compiler = typst.Compiler(
        SHEETS / f"{order['sheet']}.typ", root=SHEETS, font_paths=fonts, sys_inputs={"data": json.dumps(order["data"])}
    )
    made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=order["timestamp"])
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
