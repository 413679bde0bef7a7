"""A project of the smallest size for tests of studies: one document of the embedded corpus, one notebook."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "data" / "raw" / "henan" / "beiguan_dsj_2021_final.pdf"
PARAMETERS = 'study: str = "demo"  # which study; a name in studies/\nmost: int = 3  # rows shown; number\nlanguage: str = "zh"  # language; zh|en|both'
DRAW = (
    "import pandas as pd\nfrom matplotlib import pyplot as plt\nfig, ax = plt.subplots()\n"
    "show.figure(fig, pd.DataFrame({'x': [1]}), 'a figure', '01_drawn')"
)
OPEN = "from gouji import show\nfrom gouji.study import open_study\nopened = open_study(study)\nshow.answer(f'{len(opened.documents)} 份文件', '', language)"


def notebook(*sources: str, title: str = "# 一问？ · A question?") -> str:
    """A notebook: its title, its parameters cell, then these code cells."""
    cells = [{"cell_type": "markdown", "id": "t", "metadata": {}, "source": title}]
    for number, source in enumerate([PARAMETERS, *sources]):
        tags = {"tags": ["parameters"]} if number == 0 else {}
        cells.append({"cell_type": "code", "id": f"c{number}", "metadata": tags, "source": source, "outputs": [], "execution_count": None})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False)


def project(folder: Path, study: str = "title: 试 · Demo\ncorpus: data/raw/demo\nreader: pdfium\n", **notebooks: str) -> Path:
    """Make the project in ``folder``; returns its study file. Without ``notebooks`` it has one, ``01_one``."""
    for place in ("studies", "notebooks", "data/raw/demo"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for name, text in (notebooks or {"01_one": notebook(OPEN, DRAW)}).items():
        (folder / "notebooks" / f"{name}.ipynb").write_text(text, "utf-8")
    (folder / "data/raw/demo/manifest.csv").write_text(f"file,entity,year,kind\n{DOCUMENT.name},北关,2021,final\n", "utf-8")
    if DOCUMENT.is_file():
        shutil.copy(DOCUMENT, folder / "data/raw/demo")
    path = folder / "studies" / "demo.yml"
    path.write_text(study, "utf-8")
    return path
