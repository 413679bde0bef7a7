"""An executed notebook made ready for publication: code folded, pictures with alternative text, its question and answer known."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DOSSIER = "dossier_"
ANSWER = re.compile(r'<div class="gj-answer">(.*?)</div>', re.S)


@dataclass(frozen=True)
class Published:
    """One page: ``path`` without ending, ``question`` its title, ``answer`` escaped HTML ("" when it gives none),
    ``document`` set for a dossier."""

    path: str
    question: str
    answer: str
    document: str = ""


def publish(notebook: Path, source: Path, labels: Mapping[str, str]) -> Published:
    """Write the published copy of an executed notebook into ``source``; ``labels`` name the documents."""
    given = json.loads(notebook.read_text("utf-8"))
    document = notebook.stem.removeprefix(DOSSIER) if notebook.stem.startswith(DOSSIER) else ""
    cells = [_cell(cell) for cell in given["cells"]]
    title = _title(cells, notebook.stem)
    if document:
        title = labels.get(document, document)
        _retitle(cells, title)
    given["cells"] = cells
    (source / notebook.name).write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    return Published(notebook.stem, title, _answer(cells), document)


def _cell(cell: dict) -> dict:
    cell = copy.deepcopy(cell)
    if cell["cell_type"] != "code":
        return cell
    tags = cell["metadata"].setdefault("tags", [])
    hidden = "remove-input" if "injected-parameters" in tags else "hide-input"
    tags.append(hidden)
    alts = [o["metadata"]["image/png"]["alt"] for o in cell["outputs"] if o.get("metadata", {}).get("image/png", {}).get("alt")]
    widths = [o["metadata"]["image/png"]["width"] for o in cell["outputs"] if o.get("metadata", {}).get("image/png", {}).get("width")]
    if alts:
        given = {"alt": alts[0], "classes": "gj-figure"}
        cell["metadata"]["mystnb"] = {"image": given | ({"width": f"{widths[0]}px"} if widths else {})}
    return cell


def _title(cells: list[dict], fallback: str) -> str:
    for cell in cells:
        if cell["cell_type"] == "markdown" and (found := re.match(r"#\s+(.+)", "".join(cell["source"]))):
            return found.group(1).strip()
    return fallback


def _retitle(cells: list[dict], title: str) -> None:
    """Put the document's name above the dossier's question."""
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.startswith("# "):
            question, _, rest = text[2:].partition("\n")
            cell["source"] = f"# {plain(one_line(title))}\n\n*{question.strip()}*\n{rest}"
            return


def one_line(title: str) -> str:
    """A title where a theme takes it as it is (tables of contents, print headers): one line without markup."""
    marks = {"<": "‹", ">": "›", '"': "”", "&": "＆", "\\": "＼"}
    return " ".join("".join(marks.get(c, c) for c in title).split()) or "–"


def plain(text: str) -> str:
    """Text that Markdown and HTML take as text and nothing else."""
    return re.sub(r"([\\`*_{}\[\]()#+\-!|<>~$&])", lambda m: f"&#{ord(m.group(1))};", " ".join(text.split()))


def _answer(cells: list[dict]) -> str:
    for cell in cells:
        for output in cell.get("outputs", ()):
            if found := ANSWER.search("".join(output.get("data", {}).get("text/html", ""))):
                return found.group(1)
    return ""
