"""An executed notebook made ready for publication: code folded, pictures with alternative text, its question and answer known."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gouji.publish.links import resolve, slug
from gouji.show.rich import bilingual, in_two

DOSSIER = "dossier_"
ITEM = re.compile(r"^(\s*[-*] )(.*(?:\n(?!\s*[-*] ).*)*)", re.M)  # of a list, with the lines it goes on over
BLOCK = re.compile(r"<(/?)(?:p|div)\b[^>]*>")
ANSWER = re.compile(r'<div class="gj-answer">(.*)</div>', re.S)


@dataclass(frozen=True)
class Published:
    """One page: ``path`` without ending, ``question`` its title, ``answer`` escaped HTML ("" when it gives none),
    ``document`` set for a dossier."""

    path: str
    question: str
    answer: str
    document: str = ""


def publish(notebook: Path, source: Path, labels: Mapping[str, str], link: Callable[[str], str | None]) -> Published:
    """Write the published copy of an executed notebook into ``source``; ``labels`` name the documents, ``link`` says where a
    reference leads."""
    given = json.loads(notebook.read_text("utf-8"))
    document, page = document_of(notebook), page_of(notebook)
    title = _title(given["cells"], notebook.stem)
    cells = [_cell(cell, link) for cell in given["cells"]]
    if document:
        title = labels.get(document, document)
        _retitle(cells, title, link(f"printed:{document}"))
    given["cells"] = cells
    (source / f"{page}.ipynb").write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    return Published(page, title, _answer(cells), document)


def document_of(notebook: Path) -> str:
    """The document a dossier is of; "" for any other notebook."""
    return notebook.stem.removeprefix(DOSSIER) if notebook.stem.startswith(DOSSIER) else ""


def page_of(notebook: Path) -> str:
    """The page of an executed notebook, without ending: its own name, or its document's as a plain file name."""
    return f"{DOSSIER}{slug(document_of(notebook))}" if document_of(notebook) else slug(notebook.stem)


def title_of(notebook: Path) -> str:
    """A notebook's question, which is its title."""
    return one_line(_title(json.loads(notebook.read_text("utf-8"))["cells"], notebook.stem))


def _cell(cell: dict, link: Callable[[str], str | None]) -> dict:
    cell = copy.deepcopy(cell)
    if cell["cell_type"] != "code":
        cell["source"] = in_both("".join(cell["source"]))
        return cell
    for output in cell["outputs"]:
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = resolve("".join(output["data"]["text/html"]), link)
    tags = cell["metadata"].setdefault("tags", [])
    hidden = "remove-input" if "injected-parameters" in tags else "hide-input"
    tags.append(hidden)
    alts = [o["metadata"]["image/png"]["alt"] for o in cell["outputs"] if o.get("metadata", {}).get("image/png", {}).get("alt")]
    widths = [o["metadata"]["image/png"]["width"] for o in cell["outputs"] if o.get("metadata", {}).get("image/png", {}).get("width")]
    if alts:
        given = {"alt": alts[0], "classes": "gj-figure"}
        cell["metadata"]["mystnb"] = {"image": given | ({"width": f"{widths[0]}px"} if widths else {})}
    return cell


def in_both(source: str) -> str:
    """Markdown of ours with its two languages told apart: headings 中文 · English, paragraphs and items of lists Chinese first and
    English after. Text with links or other marks stays as it is; the title is told apart by the page (``gouji.publish.tongues``)."""
    return "\n\n".join(map(_block, source.split("\n\n")))


def _block(block: str) -> str:
    if re.match(r"\s*[-*] ", block):
        return "\n".join(f"{mark}{_words(words)}" for mark, words in ITEM.findall(block))
    heading, _, words = block.partition(" ") if re.match(r"#+ ", block) and "\n" not in block else ("", "", block)
    return block if heading == "#" else f"{heading} {_words(words)}" if heading else _words(block)


def _words(words: str) -> str:
    shown = in_two(" ".join(words.split()))
    plain = re.sub(r"`[^`]*`", "", words)
    return words if "gj-w" not in shown or re.search(r"[\[*_]|^\s*\|", plain) else re.sub(r"`([^`]+)`", r"<code>\1</code>", shown)


def _title(cells: list[dict], fallback: str) -> str:
    for cell in cells:
        if cell["cell_type"] == "markdown" and (found := re.match(r"#\s+(.+)", "".join(cell["source"]))):
            return found.group(1).strip()
    return fallback


def _retitle(cells: list[dict], title: str, printed: str | None) -> None:
    """Put the document's name above the dossier's question, and under it where the document stands as printed."""
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.startswith("# "):
            question, _, rest = text[2:].partition("\n")
            words = bilingual("所印与核对：各表、文字、每个数字的结果", "As printed, and checked: forms, prose, what became of each figure").html
            beside = f'\n\n<a href="{printed}">{words}</a>\n' if printed else ""
            cell["source"] = f"# {plain(one_line(title))}\n\n<em>{in_two(question.strip())}</em>\n{beside}{rest}"
            return


def one_line(title: str) -> str:
    """A title where a theme takes it as it is (tables of contents, print headers): one line without markup."""
    marks = {"<": "‹", ">": "›", '"': "”", "&": "＆", "\\": "＼"}
    return " ".join("".join(marks.get(c, c) for c in title).split()) or "–"


def plain(text: str) -> str:
    """Text that Markdown and HTML take as text and nothing else."""
    return re.sub(r"([\\`*_{}\[\]()#+\-!|<>~$&])", lambda m: f"&#{ord(m.group(1))};", " ".join(text.split()))


def paragraphs(answer: str) -> list[str]:
    """The paragraphs of an answer, as HTML; one whose figures open is a ``div`` with others inside it."""
    out, depth, start = [], 0, 0
    for tag in BLOCK.finditer(answer):
        if not depth:
            start = tag.start()
        depth += -1 if tag[1] else 1
        if not depth:
            out.append(answer[start : tag.end()])
    return out


def _answer(cells: list[dict]) -> str:
    for cell in cells:
        for output in cell.get("outputs", ()):
            if found := ANSWER.search("".join(output.get("data", {}).get("text/html", ""))):
                return found.group(1)
    return ""
