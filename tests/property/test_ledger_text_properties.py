"""Whatever a document prints survives the CSV and is never a formula there."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from gouji.fields.store import _from_csv, guarded

TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r\n"), max_size=12)
RISKY = st.builds("".join, st.lists(st.sampled_from(["=", "+", "-", "@", "'", "\t", "1", ",", "%", "元"]), max_size=6))


@given(TEXT | RISKY)
def test_text_comes_back_from_csv(text):
    out = io.StringIO()
    csv.writer(out).writerow([guarded(text), "x"])
    back = next(csv.reader(io.StringIO(out.getvalue(), newline="")))[0]
    assert _from_csv("row_label", back) == text


@given(TEXT | RISKY)
def test_no_text_starts_a_formula(text):
    kept = guarded(text)
    if kept[:1] in ("=", "@", "\t"):
        raise AssertionError(kept)
    if kept[:1] in ("+", "-"):
        assert set(kept) <= set("+-0123456789.,%")
