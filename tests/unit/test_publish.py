"""The site: a hostile document stays text, no page asks the network for anything, the front page says what was found."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
import studies
from bs4 import BeautifulSoup
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from gouji.errors import Refusal
from gouji.publish import build_site, evidence, front, links, pages, sheets, single, site
from gouji.study import frames, publication

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(2)) $E=mc^2$ {{ 7*7 }} *b* &lt; \" onmouseover=alert(3) x=\" \u202eright"


def folder_of(tmp_path, entity="局"):
    """A processed folder with one document, one notebook and one dossier."""
    (tmp_path / "notebooks").mkdir()
    documents = pd.DataFrame([{"name": "a", "file": "a.pdf", "entity": entity, "year": 2021, "kind": "final", "pages": 3, "figures": 1234,
                               "forms": 1, "tables": 1, "read": True}])  # fmt: skip
    tables = pd.DataFrame([{"name": "a", "table": 1, "form": "FA01", "empty": False, "note": None, "title": entity}])
    finding = {"id": "1", "rule": "W01", "outcome": "mismatch", "severity": "error", "form": "FA01", "difference": "1.00", "unit": "万元", "cause": None,
               "expected": "2.00", "found": "1.00", "where": [{"address": "FA01/x/y", "page": 2, "bbox": [1, 2, 3, 4], "row": entity, "column": "c", "printed": "1.00"}],
               "message": {"zh": entity, "en": "disagrees"}}  # fmt: skip
    payload = {"documents": [{"file": "a.pdf", "findings": [finding, finding | {"id": "2", "outcome": "exact"}]}], "across": []}
    for name, frame in {"documents": documents, "tables": tables, "findings": frames.findings_frame(payload, {"a.pdf": "a"})}.items():
        frame.to_parquet(tmp_path / f"{name}.parquet")
    html = f'<div class="gj-answer"><p>{entity.replace("<", "&lt;").replace(">", "&gt;")} answered</p></div>'
    for stem in ("01_one", "dossier_a"):
        (tmp_path / "notebooks" / f"{stem}.ipynb").write_text(notebook(html), "utf-8")
    return tmp_path


def notebook(html: str) -> str:
    picture = {"output_type": "display_data", "metadata": {"image/png": {"alt": '"><script>x', "width": 90}}, "data": {"image/png": PNG, "text/plain": "a"}}
    said = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/html": html, "text/plain": "a"}}
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# 一问？ · A question?\n\ntext"},
        {"cell_type": "code", "id": "b", "metadata": {"tags": ["injected-parameters"]}, "source": "secret_path = 1", "outputs": [], "execution_count": 1},
        {"cell_type": "code", "id": "c", "metadata": {}, "source": "draw()", "outputs": [picture, said], "execution_count": 1},
    ]
    return json.dumps({"cells": cells, "metadata": {"kernelspec": {"name": "python3", "display_name": "P"}}, "nbformat": 4, "nbformat_minor": 5})


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = folder_of(tmp_path_factory.mktemp("hostile"), HOSTILE)
    return build_site(folder, folder / "site", title=f"T {HOSTILE}", question=f"Q {HOSTILE}").parent


def texts(built):
    return {p.name: p.read_text("utf-8") for p in built.glob("*.html")}


def test_hostile_text_stays_text_on_every_page(built):
    for name, text in texts(built).items():
        assert "<script>alert" not in text and "<script>x" not in text, name
        assert 'href="javascript:' not in text, name
        assert "49" not in re.sub(r"<[^>]+>", "", text) or "7*7" in text, name
        page = BeautifulSoup(text, "html.parser")
        assert not [t for t in page.find_all(True) if any(a.startswith("on") for a in t.attrs)], name
        assert not [t for t in page.find_all("script") if "alert" in t.get_text()], name
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in texts(built)["index.html"]


def test_no_page_asks_the_network_for_anything(built):
    asks = re.compile(r"""(?:src|href|srcset|data-[a-z]+-url)=["'](?:https?:)?//""")
    for name, text in texts(built).items():
        tags = [tag for tag in re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*>", text) if asks.search(tag)]
        assert not tags, f"{name}: {tags}"
    assert not [p for p in built.rglob("*.css") if re.search(r"url\(\s*['\"]?https?:|@import\s+['\"]https?:", p.read_text("utf-8", "replace"))]


def test_pages_have_titles_answers_and_alternative_texts(built):
    text = texts(built)
    assert "一问？ · A question?" in text["01_one.html"] and "secret_path" not in text["01_one.html"]
    assert 'alt="' in text["01_one.html"] and 'width="90"' in text["01_one.html"]
    assert "answered" in text["index.html"] and "1,234" in text["index.html"]
    assert "2021 决算" in re.sub(r"<[^>]+>", "", text["dossier_a.html"])


def test_the_site_has_no_machine_path_and_no_build_leftovers(built):
    for path in built.rglob("*.html"):
        assert "/tmp/" not in path.read_text("utf-8") and "gouji-site-" not in path.read_text("utf-8"), path.name
    assert not [p.name for p in built.iterdir() if p.name in (".buildinfo", "_sources", ".doctrees", "objects.inv")]


def test_building_again_replaces_the_site_whole(tmp_path):
    folder = folder_of(tmp_path)
    (folder / "site").mkdir()
    (folder / "site" / "old.html").write_text("old")
    build_site(folder, folder / "site", title="T")
    assert not (folder / "site" / "old.html").exists() and (folder / "site" / "index.html").is_file()


def test_a_failing_sphinx_is_one_line_and_leaves_the_earlier_site(tmp_path, monkeypatch):
    folder = folder_of(tmp_path)
    (folder / "site").mkdir()
    (folder / "site" / "old.html").write_text("old")
    seeded = ChoiceLoader([DictLoader({"conf.py.j2": "raise SystemExit('seeded')"}), FileSystemLoader(sheets.PLACE)])
    monkeypatch.setattr(site, "templates", lambda: sheets.templates().overlay(loader=seeded))
    with pytest.raises(Refusal, match="Sphinx stopped") as refusal:
        build_site(folder, folder / "site", title="T")
    assert "\n" not in str(refusal.value) and (folder / "site" / "old.html").is_file()


def test_plain_text_survives_markdown():
    assert pages.plain("a_b *c* [d](e) <f>") == "a&#95;b &#42;c&#42; &#91;d&#93;&#40;e&#41; &#60;f&#62;"


def test_most_worth_a_look_spreads_over_rules_and_documents():
    rows = [("a", "R1"), ("a", "R1"), ("a", "R2"), ("a", "R3"), ("b", "R1")]
    ranked = list(pd.DataFrame(rows, columns=["name", "rule"]).itertuples(index=False))
    assert [(r.name, r.rule) for r in front._spread(ranked, 3)] == [("a", "R1"), ("a", "R2"), ("b", "R1")]


def test_one_file_holds_its_pictures_and_asks_for_nothing(tmp_path):
    folder = folder_of(tmp_path, HOSTILE)
    text = single.write_single(folder / "notebooks" / "dossier_a.ipynb", tmp_path / "out.html").read_text("utf-8")
    assert "data:image/png;base64," in text and "default-src 'none'" in text and "<script" not in text and "answered" in text
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)


def test_publishing_needs_a_study_that_ran_and_a_notebook_it_has(tmp_path):
    path = studies.project(tmp_path)
    with pytest.raises(Refusal, match="has not run yet"):
        publication.publish(path)
    folder = tmp_path / "data" / "processed" / "demo" / "notebooks"
    folder.mkdir(parents=True)
    (folder / "01_one.ipynb").write_text(notebook("<p>x</p>"), "utf-8")
    with pytest.raises(Refusal, match="did you mean 01_one"):
        publication.publish_single(path, "01_on", tmp_path / "o.html")
    assert publication.publish_single(path, "01_one", tmp_path / "o.html").is_file()


def test_names_of_files_become_plain_and_stay_apart():
    names = ["a", 'a"b', "a'b", "../x", "局_2021", "a b"]
    assert links.slug("a") == "a" and links.slug("局_2021") == "局_2021"
    assert len({links.slug(n) for n in names}) == len(names)
    assert all(re.fullmatch(r"[\w\-]+", links.slug(n)) for n in names)


def test_a_reference_becomes_a_link_only_where_it_leads():
    shown = '<td><span class="gj-ref" data-ref="finding:f1"><span class="gj-w">x</span></span><span class="gj-ref" data-ref="finding:f2">y</span></td>'
    found = links.resolve(shown, lambda ref: links.href(ref, {"f1": "doc"}))
    assert found == '<td><a class="gj-ev" href="findings/doc.html#f1"><span class="gj-w">x</span></a><a class="gj-no">y</a></td>'
    assert links.href("cell:d%2F1/3/10/20", {}).startswith("evidence/d_1-") and links.href("cell:d/3/10/20", {}) == "evidence/d-3.html#b10-20"
    assert links.href("document:a", {}, {"a": "dossier_a"}) == "dossier_a.html" and links.href("document:b", {}, {"a": "dossier_a"}) is None
    assert links.href("javascript:alert(1)", {}) is None and links.href("finding:../../x", {}) is None


def test_the_site_carries_nothing_that_no_page_asks_for(built):
    assert not list(built.rglob("*.map")) and not (built / "_static" / "locales").exists()
    scripts = {s for text in texts(built).values() for s in re.findall(r'<script[^>]*\ssrc="([^"?]+)', text)}
    assert scripts and all((built / s).is_file() for s in scripts)  # what is asked for is there


def test_a_picture_of_print_is_without_loss_and_a_heavy_one_is_not(tmp_path):
    from PIL import Image

    class Drawn:
        def __init__(self, image):
            self.image = image

        def get_size(self):
            return 600, 800

        def render(self, scale):
            return self

        def to_pil(self):
            return self.image

    text, noise = Image.new("RGB", (960, 1280), "white"), Image.effect_noise((960, 1280), 90).convert("RGB")
    text.paste((200, 40, 30), (100, 100, 300, 140))
    for name, image in (("text", text), ("noise", noise)):
        evidence._render(Drawn(image), tmp_path / f"{name}.webp")
    shown = Image.open(tmp_path / "text.webp").convert("RGB")
    assert shown.getpixel((200, 120)) == (200, 40, 30) and shown.getpixel((10, 10)) == (255, 255, 255)
    assert (tmp_path / "text.webp").read_bytes()[12:16] == b"VP8L" and (tmp_path / "noise.webp").read_bytes()[12:16] != b"VP8L"


def indexed(name="a", publication="a", reliability=98.0, **given):
    return {"name": name, "publication": publication, "disclosure": 80.0, "d_low": 70.0, "d_high": 90.0, "reliability": reliability, "r_low": 91.0, "r_high": 99.0, "n": 40, "enough": True, **given}


def test_the_scale_of_reliability_holds_every_interval_and_none_of_what_was_not_counted():
    known = pd.DataFrame([indexed(), indexed("b", r_low=57.0), indexed("c", reliability=None, r_low=0.0)])
    assert front._scale(known) == 50 and front._scale(known.iloc[[0]]) == 80 and front._scale(None) == 80


def test_a_strip_has_its_two_indices_and_names_the_publication_it_is_part_of():
    labels = {"a": "甲局 2021 决算", "b": "甲局 2021 决算说明"}
    assert front._dots(indexed("b", "a"), "b", labels)["part_of"] == labels["a"] and front._dots(indexed(), "a", labels)["part_of"] is None
    assert not front._dots(indexed(reliability=None), "a", labels)["reliable"]
    assert front._dots(indexed(disclosure=None), "a", labels) is None and front._dots(None, "a", labels) is None


def test_an_answer_begins_with_two_paragraphs_in_each_language_and_loses_none():
    answer = "".join(f'<p class="gj-w" lang="{t}">{t}{i}</p>' for t in ("zh", "en") for i in range(4))
    first, rest = front._parted(answer)
    assert re.findall(r">(\w\w\d)<", first) == ["zh0", "zh1", "en0", "en1"] and re.findall(r">(\w\w\d)<", rest) == ["zh2", "zh3", "en2", "en3"]
    assert front._parted("plain") == ("plain", "") and front._parted("<p>one</p>") == ("<p>one</p>", "")


def test_of_a_document_that_could_not_be_read_no_form_is_called_missing(tmp_path):
    folder = folder_of(tmp_path)
    documents, tables, findings = (pd.read_parquet(folder / f"{n}.parquet") for n in ("documents", "tables", "findings"))
    lost = documents.assign(name="b", read=False, figures=0, forms=0)
    strips = front._strips(pd.concat([documents, lost]).assign(label="l"), findings, tables, {}, None)
    states = [{f["state"] for f in s["forms"]} for s in strips]
    assert "missing" in states[0] and states[1] == {"unread"} and not strips[1]["total"]
