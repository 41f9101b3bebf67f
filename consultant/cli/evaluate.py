"""`consultant evaluate`: what did a change of the knowledge break?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.evaluation import Asked, Score, Total

BESIDE = "second_annotator.yaml"


def evaluate(
    files: Annotated[
        list[Path], typer.Argument(metavar="QUESTIONS.yaml...", help="Questions, answers expected.")
    ],
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="A line for each miss.")] = False,
    threshold: Annotated[
        float, typer.Option(min=0, max=100, help="Percent right below which the exit code is 1.")
    ] = 95.0,
    second: Annotated[
        Path | None,
        typer.Option(
            metavar="LABELS.yaml",
            help="A second annotator's labels: where the two differ, either will do. "
            f"By default {BESIDE} beside a file of questions, where there is one.",
        ),
    ] = None,
    config: ConfigFolder = DEFAULT_CONFIG,
) -> None:
    """Score files of questions: a table per family, a line per miss.

    Ends with 1 when fewer than the threshold are right or any answer is dangerous.

    Example: [bold]consultant evaluate tests/questions/*.yaml --verbose[/bold]
    """
    import yaml
    from pydantic import ValidationError

    from consultant.config.reading import ConfigError
    from consultant.wiring import make_consultant

    settings = settings_from(config)
    scores: list[Score] = []
    try:
        consultant = make_consultant(settings)
        for path in files:
            scores += [_scored(consultant, q) for q in _questions(path, second)]
    except ConfigError as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename}: cannot be read: {(error.strerror or 'unknown').lower()}.")
    except (yaml.YAMLError, ValidationError, TypeError, KeyError) as error:
        why = " ".join(str(error).split())
        stop(f"{path}: expected a list of questions with id, body and expect (second labels: id): {why}")
    sums = _shown(scores, verbose)
    if sums.dangerous or sums.share() * 100 < threshold:
        raise typer.Exit(1)


def _shown(scores: "list[Score]", verbose: bool) -> "Total":
    """Print the table, the misses when `verbose`, and the sums."""
    from rich.console import Console

    from consultant.evaluation import total

    console = Console()
    console.print(_table(scores))
    if verbose:
        for s in scores:
            if not s.right or s.dangerous:
                console.print(_line(s), highlight=False, soft_wrap=True)
    sums = total(scores)
    console.print(
        f"right {sums.right}/{sums.decisions} = {sums.share():.1%} | dangerous {sums.dangerous} "
        f"| codes exact "
        f"{sums.codes_exact}/{sums.questions} | look-alikes taken {sums.look_alikes} | regions "
        f"{sums.regions_right}/{sums.regions}"
    )
    return sums


def _questions(path: Path, second: Path | None) -> "list[Asked]":
    """The questions of a file, with the second annotator's labels where there are any."""
    import yaml

    from consultant.evaluation import read_questions, with_second

    questions = read_questions(yaml.safe_load(path.read_text(encoding="utf-8")))
    beside = path.with_name(BESIDE)
    labels = second or (beside if beside.exists() else None)
    if labels is None:
        return questions
    typer.echo(f"{path.name}: with the second labels of {labels.name}", err=True)
    return with_second(questions, yaml.safe_load(labels.read_text(encoding="utf-8")))


def _scored(consultant: object, question: object) -> "Score":
    from consultant.consult import Consultant
    from consultant.evaluation import Asked, as_mail, score
    from consultant.mail.parse import parse

    assert isinstance(consultant, Consultant)
    assert isinstance(question, Asked)
    return score(question, consultant.think(parse(as_mail(question))))


def _table(scores: "list[Score]") -> object:
    from rich.table import Table

    from consultant.evaluation import total

    table = Table(title="By family", title_justify="left")
    for column in ("family", "questions", "right", "dangerous", "codes exact", "regions"):
        table.add_column(column, justify="left" if column == "family" else "right")
    for family in sorted({s.family for s in scores}):
        t = total([s for s in scores if s.family == family])
        table.add_row(
            family,
            str(t.questions),
            f"{t.right}/{t.decisions}",
            str(t.dangerous),
            f"{t.codes_exact}/{t.questions}",
            f"{t.regions_right}/{t.regions}",
        )
    return table


def _line(s: "Score") -> str:
    flag = "DANGEROUS" if s.dangerous else "wrong"
    asks = f"asked {'yes' if s.asked else 'no'}, expected {'yes' if s.ask_expected else 'no'}"
    return f"{s.id:8} {flag:9} {s.family}: expected {list(s.expected)}, got {list(s.got)}, {asks}"
