"""``python -m gouji.publish.package FILE``: write the data dictionary."""

from __future__ import annotations

import sys

from gouji.errors import Refusal
from gouji.files import check_output, write_whole
from gouji.publish.package.dictionary import dictionary_text

if __name__ == "__main__":
    try:
        if len(sys.argv) != 2:
            raise Refusal("usage", "python -m gouji.publish.package FILE", "")
        check_output(sys.argv[1])
        write_whole(dictionary_text().encode(), sys.argv[1])
    except Refusal as refusal:
        print(f"gouji: {refusal}", file=sys.stderr)
        sys.exit(2)
