"""Resources/Translations: the .ts files that translators write in, and the .qm files that Slicer reads.

    python -m translations            # PYTHONPATH=Testing: brings both up to date with the sources
    python -m translations --missing  # lists what has no translation yet

A text that is new stands in the .ts files as unfinished: translate it there (Qt Linguist, any editor), run this again.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

MODULE = Path(__file__).resolve().parents[1] / "MISGround"
FOLDER = MODULE / "Resources" / "Translations"
FORM = MODULE / "Resources" / "UI" / "MISGround.ui"
# Slicer looks for the application's language ("de_DE"), then for its first part. Chinese has two scripts: the whole.
LANGUAGES = ("de", "fr", "es", "zh-CN")
# As Slicer's `tr` finds them (Base/Python/slicer/i18n.py).
FIELD = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
# Where the texts of errors are looked up, whatever file they are in: the panel translates them when it shows them.
LIBRARY_CONTEXT = "MISGroundLib"

# A text by its context and its English.
Key = tuple[str, str]


def texts() -> list[Key]:
    """Every text that the panel can show, in the order of the sources."""
    found = [*_form_texts()]
    for path in [MODULE / "MISGround.py", *sorted((MODULE / "MISGroundLib" / "panel").glob("*.py"))]:
        found += _panel_texts(path)
    return list(dict.fromkeys(found))


def _form_texts() -> Iterator[Key]:
    form = ElementTree.parse(FORM).getroot()
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
    """The texts without a translation."""
    known = translations(language)
    return [key for key in texts() if key not in known]


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
        print(f"{language}: {len(texts()) - len(absent)} of {len(texts())} texts translated")
        if listed:
            print(*(f"    [{context}] {source}" for context, source in absent), sep="\n")
            continue
        FOLDER.mkdir(exist_ok=True)
        file_of(language).write_text(ts(language, translations(language)), encoding="utf-8", newline="\n")
        file_of(language).with_suffix(".qm").write_bytes(qm(language))


if __name__ == "__main__":
    main()
