"""`consultant search`: find codes by words."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from rich.text import Text

    from consultant.answer.leading import Lead
    from consultant.answer.searching import Search
    from consultant.config.knowledge import Knowledge
    from consultant.knowledge.indexed import Hit, System

_SYSTEMS = ("cpt", "hcpcs", "icd10cm", "modifier")
_MOST = 200
_KEYS = ("code", "system", "title", "billable", "score", "why")
CHOOSE = "A list to choose from: likeness recommends nothing; look a code up before you use it."


def search(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS...", help="Words, or a code's beginning.")
    ] = None,
    system: Annotated[str, typer.Option("--system", help="cpt, hcpcs, icd10cm or modifier.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST, help="How many codes at most.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    batch: Annotated[
        str,
        typer.Option(
            "--batch", metavar="FILE", help="One query a line, plain or as JSON; - is standard input."
        ),
    ] = "",
    config: ConfigFolder = DEFAULT_CONFIG,
) -> None:
    """Find codes by words: titles, inclusion terms, index, families; ends with 1 when nothing is found.

    Examples:

    [bold]consultant search lumbar stenosis w/o claudication[/bold]

    [bold]consultant search --system hcpcs low osmolar contrast 300[/bold]
    """
    if system and system not in _SYSTEMS:
        stop(f"expected --system to be one of {', '.join(_SYSTEMS)}, found {system}.")
    if batch:
        _batch(batch, system, limit, config)
        return
    text = " ".join(words or ())
    found = _searched(_knowledge(config), text, system, limit)
    if as_json:
        print(_object(found), flush=True)
        return
    if found.found.says:
        stop(found.found.says)
    _show(found)


def _knowledge(config: Path) -> "Knowledge":
    from consultant.config.reading import ConfigError
    from consultant.wiring import knowledge_of

    try:
        return knowledge_of(settings_from(config))
    except ConfigError as error:
        stop(str(error))


def _searched(knowledge: "Knowledge", text: str, system: "System | str", limit: int) -> "Search":
    from consultant.answer.searching import searched
    from consultant.inquiry.understand import understand

    questions = understand(knowledge.reader, "", text[:2_000]).questions
    return searched(text, questions, knowledge.edition, system or None, limit)  # type: ignore[arg-type]


def _object(search: "Search") -> str:
    hits = [{k: getattr(h, k) for k in _KEYS} for h in search.found.hits]
    return json.dumps({"query": search.found.query, "hits": hits}, ensure_ascii=False)


def _batch(file: str, system: str, limit: int, config: Path) -> None:
    """One object a line, in order; a line that asks nothing gets one without hits, and is named."""
    knowledge = _knowledge(config)
    wrong = False
    for number, line in enumerate(_lines(file), 1):
        query, wanted, problem = _query(line, system)
        if problem:
            typer.echo(f"consultant: {file}, line {number}: {problem}", err=True)
            wrong = True
            print(json.dumps({"query": query, "hits": []}, ensure_ascii=False))
            continue
        print(_object(_searched(knowledge, query, wanted, limit)))
    sys.stdout.flush()
    if wrong:
        raise typer.Exit(1)


def _lines(file: str) -> Iterator[str]:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        stop(f"{file}: cannot be read: {(error.strerror or 'unknown').lower()}.")
    return iter(
        raw.decode("utf-8", "replace")
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .removesuffix("\n")
        .split("\n")
    )


def _query(line: str, system: str) -> tuple[str, str, str]:
    """(query, system, what is wrong with the line) of a line of a batch."""
    if not line.lstrip().startswith("{"):
        return line, system, ""
    try:
        asked: Any = json.loads(line)
    except ValueError:
        return line, system, ""
    query, wanted = asked.get("query"), asked.get("system") or system
    if not isinstance(query, str):
        return "", "", f'expected "query" to be text, found {json.dumps(query)[:40]}.'
    if wanted and wanted not in _SYSTEMS:
        return query, "", f'expected "system" to be one of {", ".join(_SYSTEMS)}, found {str(wanted)[:40]}.'
    return query, wanted, ""


def _show(search: "Search") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if search.found.read:
        console.print(Text(f"Read as: {search.found.read}", style="dim"))
    for lead in search.leads:
        _lead(console, lead)
    table = Table("code", "system", "title", "within", "why", box=None, pad_edge=False)
    for hit in search.found.hits:
        title = marked(hit.title or "(no wording of ours)", hit.marked)
        if not hit.billable:
            title.append(f"  {hit.status or 'not billable by itself'}", style="yellow")
        code = Text(hit.code, style="bold green" if hit.decided else "bold")
        table.add_row(code, hit.system, title, Text(hit.within, style="dim"), Text(_short(hit), style="cyan"))
    console.print(table)
    console.print(Text(CHOOSE, style="dim"))


def _short(hit: "Hit") -> str:
    return "its family's rules" if hit.decided else hit.why


def _lead(console: Any, lead: "Lead") -> None:
    from rich.text import Text

    console.print(Text(lead.title, style="bold"))
    codes = ", ".join(lead.codes)
    if not lead.asks:
        console.print(Text(f"  its rules come to {codes}: {lead.because}"))
        return
    for ask in lead.asks:
        console.print(Text(f"  still open: {ask}", style="yellow"))
    console.print(Text(f"  these may come of it: {codes}"))
    for title in lead.elsewhere:
        console.print(Text(f"  or a code of: {title}"))


def marked(title: str, words: tuple[str, ...]) -> "Text":
    """A title with the words that matched made to stand out."""
    from rich.text import Text

    text = Text(title)
    for word in words:
        text.highlight_regex(rf"(?i)(?<!\w){re.escape(word)}(?!\w)", "bold magenta")
    return text
