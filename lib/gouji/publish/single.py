"""One executed notebook as one HTML file to send by e-mail: pictures and stylesheet inside, no script, no request.

nbconvert turns the notebook's words and outputs into HTML (code left out); the look is the site's. References to evidence
stay words, for there is no site to lead to.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from gouji.publish.links import resolve
from gouji.publish.pages import in_both, title_of
from gouji.publish.sheets import templates
from gouji.show.rich import in_two
from gouji.show.style import look

TITLE = re.compile(r"\A# (.+)")


def write_single(notebook: Path, out: Path) -> Path:
    """Write ``notebook`` (executed) as the single file ``out``; returns it."""
    from nbconvert import HTMLExporter

    given = nbformat.read(notebook, as_version=4)
    for cell in given["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = TITLE.sub(lambda found: f"# {in_two(found[1])}", in_both("".join(cell["source"])))
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = resolve("".join(output["data"]["text/html"]), lambda ref: None)
    exporter = HTMLExporter(template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True, exclude_anchor_links=True)
    body, _ = exporter.from_notebook_node(given)
    css = "\n".join(templates().get_template(f"{n}.css.j2").render(look=look()) for n in ("gouji", "leaf"))
    out.write_text(templates().get_template("single.html.j2").render(title=title_of(notebook), css=css, body=body), "utf-8")
    return out
