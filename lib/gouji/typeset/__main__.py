"""``python -m gouji.typeset FACTS... OUT_FOLDER``: typeset fact files as PDFs."""

from __future__ import annotations

import sys
from pathlib import Path

from gouji.errors import FileMissing, Refusal
from gouji.typeset import facts, pdf


def main(argv: list[str]) -> int:
    """Typeset every fact file named into the folder named last; returns the exit status."""
    if len(argv) < 2:
        print("usage: python -m gouji.typeset FACTS... OUT_FOLDER", file=sys.stderr)
        return 2
    *names, folder = argv
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name in names:
            if not Path(name).is_file():
                raise FileMissing(name)
            loaded = facts.load(name)
            print(pdf.typeset(loaded, Path(folder, f"{loaded.name}.pdf")))
    except Refusal as refusal:
        print(f"gouji: {refusal}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
