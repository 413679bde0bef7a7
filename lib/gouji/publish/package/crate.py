"""``ro-crate-metadata.json`` (RO-Crate 1.1), ``CITATION.cff``, ``LICENSE.md``: what was made of what, how, and under which terms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import yaml

from gouji import __version__

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
CC_BY = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0 International", "path": "https://creativecommons.org/licenses/by/4.0/"}
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json", "md": "text/markdown", "duckdb": "application/octet-stream", "cff": "text/yaml"}


def crate(study, files: Iterable[str], documents: list[dict], notebooks: Mapping[str, str], licences: list[dict], date: str) -> dict:
    """The crate's metadata. ``files``: paths in the package; ``notebooks``: name → sha256 of its cells; ``date``: ISO, of publication."""
    parts = [_file(path) for path in sorted(files)]
    sources = [_document(d) for d in documents]
    software = {"@id": "#gouji", "@type": "SoftwareApplication", "name": "gouji", "version": __version__, "description": "reads, states and reconciles the documents"}
    code = [{"@id": f"#notebook-{name}", "@type": "SoftwareSourceCode", "name": name, "programmingLanguage": "Python", "sha256": digest} for name, digest in sorted(notebooks.items())]
    settings = _parameters(study)
    action = {
        "@id": "#run", "@type": "CreateAction", "name": f"gouji study run studies/{study.name}.yml", "instrument": [_ref(e) for e in (software, *code)],
        "object": [_ref(e) for e in (*sources, *settings)], "result": [_ref(e) for e in parts],
    }  # fmt: skip
    root = {
        "@id": "./", "@type": "Dataset", "name": study.title, "description": study.question or study.title, "datePublished": date,
        "license": {"@id": licences[0]["path"] if licences else "LICENSE.md"}, "hasPart": [_ref(e) for e in parts], "mentions": [_ref(action)], "isBasedOn": [_ref(e) for e in sources],
    }  # fmt: skip
    head = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}, "about": {"@id": "./"}}
    terms = [{"@id": one["path"], "@type": "CreativeWork", "name": one["title"]} for one in licences]
    return {"@context": CONTEXT, "@graph": [head, root, *parts, *sources, software, *code, *settings, action, *terms]}


def _file(path: str) -> dict:
    return {"@id": path, "@type": "File", "name": path, "encodingFormat": MEDIA.get(path.rpartition(".")[2], "text/plain")}


def _document(given: dict) -> dict:
    """A source document: not in the package, known by its hash."""
    known = {"name": given["title"] or given["entity"] or given["name"], "sha256": given["sha256"], "publisher": given["entity"], "temporalCoverage": str(given["year"] or "")}
    told = {"creditText": given["source"], "usageInfo": given["licence"], "disambiguatingDescription": given["note"]}
    return {"@id": f"#document-{given['sha256'][:16]}", "@type": "DigitalDocument"} | {k: v for k, v in (known | told).items() if v}


def _parameters(study) -> list[dict]:
    given = {"reader": study.reader, "outputs": list(study.outputs)}
    given |= {f"{notebook}.{name}": value for notebook, values in study.parameters.items() for name, value in values.items()}
    return [{"@id": f"#parameter-{name}", "@type": "PropertyValue", "name": name, "value": json.dumps(v, ensure_ascii=False)} for name, v in sorted(given.items())]


def _ref(entity: dict) -> dict:
    return {"@id": entity["@id"]}


def licences_of(documents: list[dict]) -> list[dict]:
    """The package's licence, where every document states that its data may be used so; else none: the study's maker decides."""
    return [CC_BY] if documents and all("CC BY 4.0" in (d["licence"] or "") for d in documents) else []


def licence_text(documents: list[dict], licences: list[dict]) -> str:
    """LICENSE.md: terms of the whole, and of each document as its manifest states them."""
    stated = f"{licences[0]['title']} ({licences[0]['path']})" if licences else "none stated: whoever publishes this package decides, document by document"
    lines = ["# Licence", "", f"Of this package as arranged: {stated}.", "", "The figures themselves are facts that public bodies published. By document, as its manifest states:", ""]
    return "\n".join([*lines, *(f"- {_inline(d['file'])}: {_inline(d['licence']) or 'not stated'}" for d in documents), ""])


def citation_text(study, documents: list[dict], content: str, licences: list[dict]) -> str:
    """CITATION.cff of the data; its version is the hash of the contents."""
    given = {
        "cff-version": "1.2.0", "message": "If you use these data, cite them, and the documents they were read from.", "title": study.title, "type": "dataset",
        "authors": [{"name": f"gouji study {study.name}"}], "version": content[:16], "keywords": ["预决算公开", "fiscal transparency"],
        **({"license": licences[0]["name"]} if licences else {}),
        "references": [{"type": "report", "title": d["title"] or d["file"], "authors": [{"name": d["entity"] or "unknown"}], **({"year": int(d["year"])} if d["year"] else {}), "notes": f"sha256 {d['sha256']}"} for d in documents],
    }  # fmt: skip
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=1000)


def _inline(text: str | None) -> str:
    """Text that Markdown takes as text, on one line."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+!|<>" else c for c in " ".join((text or "").split()))
