"""Resources/Translations: the .ts files that translators write in, and the .qm files that Slicer reads.

    python -m translations            # PYTHONPATH=Testing: brings both up to date with the sources
    python -m translations --missing  # lists what has no translation yet

A text that is new stands in the .ts files as unfinished: translate it there (Qt Linguist, any editor), run this again.
"""

from __future__ import annotations

import argparse
import ast
import functools
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MODULE = Path(__file__).resolve().parents[1] / "MISGround"
FOLDER = MODULE / "Resources" / "Translations"
FORMS = MODULE / "Resources" / "UI"
# Slicer looks for the application's language ("de_DE"), then for its first part. Chinese has two scripts: the whole.
LANGUAGES = ("de", "fr", "es", "zh-CN")
# Of the benchmark the panel shows this alone.
SPOKEN = (MODULE / "MISGroundLib" / "bench" / "trust_check.py",)
# As Slicer's `tr` finds them (Base/Python/slicer/i18n.py).
FIELD = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")
# Where the texts of errors are looked up, whatever file they are in: the panel translates them when it shows them.
LIBRARY_CONTEXT = "MISGroundLib"

ERRORS = ("UserError", "ServerError", "InUseError")
SENTENCES = ("Sentence",)

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
    """The templates of all errors and sentences, and what settings say of a value that is not accepted."""
    return [*error_texts(), *sentence_texts()]


def error_texts() -> list[Key]:
    """Of errors, and of settings."""
    sys.path.append(str(MODULE))
    from MISGroundLib.settings import Settings, declared_settings

    found = [one.refusal for one in declared_settings(Settings) if one.refusal]
    found += _texts_of(library_files(), ERRORS)
    return _keys(text for text in found if re.search(r"[a-z] [a-z]", text))


def sentence_texts() -> list[Key]:
    """Of what is said of answers, the words that are values of such sentences, and the names of sets of structures."""
    from MISGroundLib.errors import WORDS

    said = set(error_texts())
    sets = json.loads((MODULE / "Resources" / "Anatomy" / "sets.json").read_text(encoding="utf-8"))["sets"]
    found = [*_texts_of([*library_files(), *SPOKEN], SENTENCES), *WORDS, *(one["name"] for one in sets)]
    return [key for key in _keys(text for text in found if re.search(r"[a-z]", FIELD.sub("", text))) if key not in said]


def _keys(found: Iterable[str]) -> list[Key]:
    return list(dict.fromkeys((LIBRARY_CONTEXT, text) for text in found))


def library_files() -> list[Path]:
    """Those whose errors the panel can show: not what only the command line runs, which speaks English."""
    library = MODULE / "MISGroundLib"
    return [
        path
        for path in sorted(library.rglob("*.py"))
        if path.relative_to(library).parts[0] not in ("bench", "panel")
        and not path.stem.startswith(("cli", "console", "mcp_server", "batch"))
    ]


def said_in(path: Path, names: Sequence[str]) -> list[ast.expr]:
    """What the calls to these make their text of, where names lead to it: constants, or what no translation reaches.

    A text may stand in the call, or in a constant or variable of the file, or in a constant of another one.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known, found = _assigned(tree.body), []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    calls = {id(node): (node, known) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    # A function within another comes after it, and has the word.
    for function in functions:
        inside = list(ast.walk(function))
        assigned = {**known, **_assigned(inside)}
        calls.update({id(node): (node, assigned) for node in inside if isinstance(node, ast.Call)})
    for call, assigned in calls.values():
        if isinstance(call.func, ast.Name) and call.func.id in names and call.args:
            # The second argument where the first is a slug.
            found += [(call.lineno, leaf) for leaf in _leaves(call.args[-1], assigned, set())]
    return [leaf for _, leaf in sorted(found, key=lambda one: one[0])]


def _texts_of(paths: Iterable[Path], names: Sequence[str]) -> list[str]:
    leaves = [leaf for path in paths for leaf in said_in(path, names)]
    return [leaf.value for leaf in leaves if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)]


def _leaves(said: ast.expr, assigned: dict[str, list[ast.expr]], seen: set[str]) -> Iterator[ast.expr]:
    if isinstance(said, ast.IfExp):
        yield from _leaves(said.body, assigned, seen)
        yield from _leaves(said.orelse, assigned, seen)
        return
    name = said.id if isinstance(said, ast.Name) else said.attr if isinstance(said, ast.Attribute) else ""
    values = assigned.get(name) or (_constants().get(name, []) if name.strip("_").isupper() else [])
    if name in seen or not values:
        yield said
        return
    for value in values:
        yield from _leaves(value, assigned, {*seen, name})


@functools.cache
def _constants() -> dict[str, list[ast.expr]]:
    """Of all files: the constants that a file may import from another."""
    found: dict[str, list[ast.expr]] = {}
    for path in library_files():
        for name, values in _assigned(ast.parse(path.read_text(encoding="utf-8")).body).items():
            if name.strip("_").isupper():
                found.setdefault(name, []).extend(values)
    return found


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """The values of each name that is given one there."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=False))
            for one, value in pairs:
                if isinstance(one, ast.Name):
                    found.setdefault(one.id, []).append(value)
    return found


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
    kinds = {"texts of the panel": panel_texts(), "errors": error_texts(), "sentences on answers": sentence_texts()}
    for language in LANGUAGES:
        absent = missing(language)
        counts = [f"{len(set(keys) - set(absent))} of {len(set(keys))} {kind}" for kind, keys in kinds.items()]
        print(f"{language}: {', '.join(counts)} translated")
        if listed:
            print(*(f"    [{context}] {source}" for context, source in absent), sep="\n")
            continue
        FOLDER.mkdir(exist_ok=True)
        file_of(language).write_text(ts(language, translations(language)), encoding="utf-8", newline="\n")
        file_of(language).with_suffix(".qm").write_bytes(qm(language))


if __name__ == "__main__":
    main()
