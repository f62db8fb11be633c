"""Resources/Translations: the .ts files that translators write in, and the .qm files that Slicer reads.

    python -m translations            # PYTHONPATH=Testing: brings both up to date with the sources
    python -m translations --missing  # lists what has no translation yet

A text that is new stands in the .ts files as unfinished: translate it there (Qt Linguist, any editor), run this again.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

MODULE = Path(__file__).resolve().parents[1] / "MISGround"
FOLDER = MODULE / "Resources" / "Translations"
FORMS = MODULE / "Resources" / "UI"
# Slicer looks for the application's language ("de_DE"), then for its first part. Chinese has two scripts: the whole.
LANGUAGES = ("de", "fr", "es", "zh-CN")
# As Slicer's `tr` finds them (Base/Python/slicer/i18n.py).
FIELD = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
# Where the texts of errors are looked up, whatever file they are in: the panel translates them when it shows them.
LIBRARY_CONTEXT = "MISGroundLib"

ERRORS = ("UserError", "ServerError", "InUseError")

# A text by its context and its English.
Key = tuple[str, str]


def texts() -> list[Key]:
    """Every text of the panel, in the order of the sources, and then every error that the library can tell it."""
    return [*panel_texts(), *library_texts()]


def panel_texts() -> list[Key]:
    """Every text of the forms and of the panel's code, and what the list of models says of each."""
    found = [text for form in sorted(FORMS.glob("*.ui")) for text in _form_texts(form)]
    for path in [MODULE / "MISGround.py", *sorted((MODULE / "MISGroundLib" / "panel").glob("*.py"))]:
        found += _panel_texts(path)
    listed = json.loads((MODULE / "Resources" / "Models" / "catalogue.json").read_text(encoding="utf-8"))["models"]
    found += [(LIBRARY_CONTEXT, model["good_for"]) for model in listed]
    return list(dict.fromkeys(found))


def library_texts() -> list[Key]:
    """The templates of all errors, and what settings say of a value that is not accepted."""
    sys.path.append(str(MODULE))
    from MISGroundLib.settings import Settings, declared_settings

    found = [one.refusal for one in declared_settings(Settings) if one.refusal]
    for path in library_files():
        found += [text for call in error_calls(path) if isinstance(text := _template(call), str)]
    return list(dict.fromkeys((LIBRARY_CONTEXT, text) for text in found if re.search(r"[a-z] [a-z]", text)))


def library_files() -> list[Path]:
    """Those whose errors the panel can show: not what only the command line runs, which speaks English."""
    library = MODULE / "MISGroundLib"
    return [
        path
        for path in sorted(library.rglob("*.py"))
        if path.relative_to(library).parts[0] not in ("bench", "panel")
        and not path.stem.startswith(("cli", "console", "mcp_server", "batch"))
    ]


def error_calls(path: Path) -> list[ast.Call]:
    """The calls that make an error for the user."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    made = [call for call in calls if call.func.id in ERRORS and call.args]  # type: ignore[attr-defined]
    return sorted(made, key=lambda call: call.lineno)


def error_text(call: ast.Call) -> ast.expr:
    """What it says: the second argument where the first is a slug."""
    return call.args[-1]


def _template(call: ast.Call) -> Any:
    said = error_text(call)
    return said.value if isinstance(said, ast.Constant) else None


def _form_texts(path: Path) -> Iterator[Key]:
    form = ElementTree.parse(path).getroot()
    context = form.findtext("class") or ""
    for member in [*form.iter("property"), *form.iter("attribute")]:
        string = member.find("string")
        if string is not None and string.text and string.get("notr") != "true" and member.get("stdset") != "0":
            yield context, string.text


def _panel_texts(path: Path) -> Iterator[Key]:
    in_package = (path.parent / "__init__.py").is_file()
    context = f"{path.parent.name}.{path.stem}" if in_package else path.stem
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id == "_":
            yield context, ast.literal_eval(call.args[0])


def file_of(language: str) -> Path:
    """Its .ts file."""
    return FOLDER / f"MISGround_{language}.ts"


def translations(language: str) -> dict[Key, str]:
    """What is translated; nothing that is unfinished."""
    if not file_of(language).is_file():
        return {}
    return {
        (context.findtext("name") or "", message.findtext("source") or ""): translation.text
        for context in ElementTree.parse(file_of(language)).iter("context")
        for message in context.iter("message")
        if (translation := message.find("translation")) is not None
        and translation.text
        and translation.get("type") != "unfinished"
    }


def missing(language: str) -> list[Key]:
    """The panel's texts without a translation."""
    known = translations(language)
    return [key for key in panel_texts() if key not in known]


def ts(language: str, known: dict[Key, str]) -> str:
    """The .ts file, with what is known of the texts that there are; a text that moved to another file keeps its own."""
    anywhere = {source: translated for (_, source), translated in known.items()}
    by_context: dict[str, list[str]] = {}
    for context, source in texts():
        by_context.setdefault(context, []).append(source)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{language.replace("-", "_")}" sourcelanguage="en">')
    for context, sources in by_context.items():
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for source in sources:
            translated = known.get((context, source)) or anywhere.get(source, "")
            unfinished = "" if translated else ' type="unfinished"'
            lines += [
                "    <message>",
                f"        <source>{escape(source)}</source>",
                f"        <translation{unfinished}>{escape(translated)}</translation>",
                "    </message>",
            ]
        lines.append("</context>")
    return "\n".join([*lines, "</TS>", ""])


def qm(language: str) -> bytes:
    """What Qt's lrelease makes of the .ts file."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.qm"
        tool = Path(sys.executable).with_name("pyside6-lrelease")
        command = [str(tool), "-silent", "-removeidentical", str(file_of(language)), "-qm", str(made)]
        subprocess.run(command, check=True, capture_output=True)
        return made.read_bytes()


def main() -> None:
    """Bring the files up to date, or list what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--missing", action="store_true", help="list the texts without a translation, and write nothing"
    )
    listed = parser.parse_args().missing
    for language in LANGUAGES:
        absent = missing(language)
        errors = len(set(library_texts()) & set(translations(language)))
        print(
            f"{language}: {len(panel_texts()) - len(absent)} of {len(panel_texts())} texts of the panel translated, "
            f"{errors} of {len(library_texts())} errors"
        )
        if listed:
            print(*(f"    [{context}] {source}" for context, source in absent), sep="\n")
            continue
        FOLDER.mkdir(exist_ok=True)
        file_of(language).write_text(ts(language, translations(language)), encoding="utf-8", newline="\n")
        file_of(language).with_suffix(".qm").write_bytes(qm(language))


if __name__ == "__main__":
    main()
